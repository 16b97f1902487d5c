"""How much each key, user and stranger may ask, in words of HTTP: 429 with `RateLimit` and `Retry-After`."""

from collections import Counter
from collections.abc import Callable
from time import monotonic

from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits
from recoup_service.api.problems import Problem
from recoup_service.api.rates import Allowance, Allowances, Rate, RawHeaders
from recoup_service.limits import KEY_WINDOW_SECONDS, KEYLESS_WINDOW_SECONDS, HttpLimits

RATE_LIMIT = "rate_limit"
"""Where the state of a request holds the headers that say what its key or user has left."""
TOKENS_PER_KEYLESS = 10
"""Everybody in an office is one peer, and has a new token every few minutes: they must not be kept out by
a program among them that asks with a wrong key."""


class Quotas:
    """Of one process; each replica counts for itself."""

    def __init__(
        self, limits: HttpLimits, refused: Counter[str], elapsed: Callable[[], float] = monotonic
    ) -> None:
        per_key = limits.max_requests_per_key_per_second * KEY_WINDOW_SECONDS
        keyless = limits.max_keyless_requests_per_minute
        self._actors = Allowances(Rate("key", per_key, KEY_WINDOW_SECONDS), elapsed)
        self._tenants = Allowances(Rate("tenant", per_key, KEY_WINDOW_SECONDS), elapsed)
        self._strangers = Allowances(Rate("keyless", keyless, KEYLESS_WINDOW_SECONDS), elapsed)
        tokens = keyless * TOKENS_PER_KEYLESS
        self._tokens = Allowances(Rate("token", tokens, KEYLESS_WINDOW_SECONDS), elapsed)
        self._running = Counter[str]()
        self._most_running = limits.max_concurrent_requests_per_key
        self._refused = refused

    def spend_of_actor(self, actor: str, limits: Limits | None = None) -> RawHeaders:
        """What the answer says of the allowance of a key or user; raises when there is none left."""
        every = self._actors.rate
        allowance = self._actors.spend(actor, None if limits is None else _within(every, limits))
        if not allowance.allowed:
            raise self._no("key_rate_exceeded", "with this API key or by this user", allowance)
        return allowance.raw_headers

    def spend_of_tenant(self, tenant: TenantId, limits: Limits) -> RawHeaders:
        """The same of all keys and users of a tenant together, where it has limits of its own."""
        rate = Rate("tenant", limits.burst, limits.burst / limits.requests_per_second)
        allowance = self._tenants.spend(tenant, rate)
        if not allowance.allowed:
            raise self._no(
                "tenant_rate_exceeded", "by all keys and users of this tenant", allowance
            )
        return allowance.raw_headers

    def spend_of_stranger(self, peer: str) -> None:
        """A request without a key or token that works; raises when the peer has made too many."""
        self._require(self._strangers.spend(peer))

    def require_left_of_stranger(self, peer: str) -> None:
        """Raises before an unknown key is looked up for a peer that has shown too many wrong ones."""
        self._require(self._strangers.left(peer))

    def spend_of_new_token(self, peer: str) -> None:
        """A token that was not verified before; raises when the peer has shown too many."""
        self._require(self._tokens.spend(peer))

    def begin(self, actor: str) -> None:
        """One more request of this key or user under way; raises when there are too many."""
        if self._running[actor] >= self._most_running:
            self._refused["key_concurrency_exceeded"] += 1
            raise Problem(
                429,
                "key_concurrency_exceeded",
                "Too many requests with this API key or by this user are under way at once; nothing "
                "was done. Wait for answers before you send more.",
                headers={"Retry-After": "1"},
            )
        self._running[actor] += 1

    def end(self, actor: str) -> None:
        """One less."""
        self._running[actor] -= 1
        if not self._running[actor]:
            del self._running[actor]

    def _require(self, allowance: Allowance) -> None:
        if not allowance.allowed:
            raise self._no("keyless_rate_exceeded", "without a working API key or token", allowance)

    def _no(self, code: str, whose: str, allowance: Allowance) -> Problem:
        self._refused[code] += 1
        return Problem(
            429,
            code,
            f"Too many requests {whose}; nothing was done. Send it again after the seconds in "
            "Retry-After.",
            headers={**allowance.headers, "Retry-After": str(allowance.seconds)},
        )


def _within(every: Rate, limits: Limits) -> Rate:
    """A key's own rate; what the process allows every key stands above it."""
    each = max(1 / limits.requests_per_second, every.each)
    burst = min(limits.burst, every.requests)
    return Rate(every.name, burst, burst * each)
