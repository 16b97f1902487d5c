"""Requests per key and per peer: each has an allowance that refills steadily, counted in memory."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic

RawHeaders = Sequence[tuple[bytes, bytes]]
_REMEMBERED = 10_000
"""Of whom an allowance is kept; whoever was seen longest ago is forgiven first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in a window; unused ones can be spent at once."""

    name: str
    requests: int
    window_seconds: float

    @property
    def each(self) -> float:
        """Seconds in which one is there again."""
        return self.window_seconds / self.requests

    @property
    def policy(self) -> str:
        """As `RateLimit-Policy` says it, in draft-ietf-httpapi-ratelimit-headers-10."""
        return f'"{self.name}";q={self.requests};w={ceil(self.window_seconds)}'


@dataclass(frozen=True, slots=True)
class Allowance:
    """What somebody has left of a rate."""

    rate: Rate
    remaining: int
    """Afterwards; below zero if the request is one too many."""
    seconds: int
    """Until all of it is there again; of a refused request, until the next one is allowed."""

    @property
    def allowed(self) -> bool:
        return self.remaining >= 0

    @property
    def headers(self) -> dict[str, str]:
        """For the answer."""
        limit = f'"{self.rate.name}";r={max(self.remaining, 0)};t={self.seconds}'
        return {"RateLimit-Policy": self.rate.policy, "RateLimit": limit}

    @property
    def raw_headers(self) -> RawHeaders:
        """The same, as ASGI has headers."""
        return [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]


class Allowances:
    """By the generic cell rate algorithm: one number for each of whom it counts."""

    def __init__(self, rate: Rate, elapsed: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._elapsed = elapsed
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def spend(self, who: str, own: Rate | None = None) -> Allowance:
        """Takes one request, if there is one; by a rate of one's own, if there is."""
        now, rate = self._elapsed(), own or self.rate
        found = self._left(who, now, rate)
        if found.allowed:
            self._full_at[who] = max(self._full_at.get(who, now), now) + rate.each
            self._full_at.move_to_end(who)
            if len(self._full_at) > _REMEMBERED:
                self._full_at.popitem(last=False)
        return found

    def left(self, who: str) -> Allowance:
        """What a request would find; takes nothing."""
        return self._left(who, self._elapsed(), self.rate)

    def _left(self, who: str, now: float, rate: Rate) -> Allowance:
        owed = max(self._full_at.get(who, now) - now, 0.0)
        spare = rate.window_seconds - owed
        # What is added up in thousands of steps is a little more or less than it should be.
        remaining = int(spare / rate.each + 1e-6) - 1
        wait = owed + rate.each if remaining >= 0 else rate.each - spare
        return Allowance(rate, remaining, max(ceil(wait), 1))
