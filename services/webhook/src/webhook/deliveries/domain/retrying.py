"""What follows from an answer: received, tried again later, or given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""From one attempt to the next; ten attempts in three days and three hours."""
JITTER_PERCENT = 10
CHANCES = 1_000
"""Chance is a number below this; it spreads out what failed together."""
LONGEST_ASKED = timedelta(hours=24)
"""As long an endpoint may have itself left alone."""
FAILING_FOR = timedelta(days=5)
AT_MOST_APART = timedelta(days=2)
"""Failures that lie further apart are not one long failure."""


class Outcome(StrEnum):
    RECEIVED = "received"
    REFUSED = "refused"
    """Another status than 2xx."""
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    """No connection, no TLS, or no answer that is one."""
    FORBIDDEN = "forbidden"
    """Its name leads where nothing is sent to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt."""

    outcome: Outcome
    detail: str
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: str | None = None

    @property
    def is_gone(self) -> bool:
        return self.status == 410


@dataclass(frozen=True, slots=True)
class Next:
    """How a delivery stands after an attempt."""

    state: str
    due_at: datetime | None = None
    reason: str | None = None


def after(answer: Answer, tries: int, now: datetime, chance: int) -> Next:
    """``tries`` counts this one."""
    if answer.outcome is Outcome.RECEIVED:
        return Next("delivered")
    if answer.is_gone:
        return Next("failed", reason="gone")
    if tries > len(DELAYS):
        return Next("failed", reason="exhausted")
    delay = DELAYS[tries - 1]
    spread = delay * JITTER_PERCENT * chance // (100 * CHANCES)
    return Next("waiting", due_at=now + max(delay + spread, asked_for(answer, now)))


def asked_for(answer: Answer, now: datetime) -> timedelta:
    """How long ``Retry-After`` wants us to wait, in seconds or until a date."""
    text = (answer.headers or {}).get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        wanted = timedelta(seconds=min(int(text[:9]), 10**8))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return timedelta()
        wanted = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return max(timedelta(), min(wanted, LONGEST_ASKED))


@dataclass(frozen=True, slots=True)
class Health:
    """What an endpoint's attempts came to, as far as they matter."""

    failing_since: datetime | None = None
    last_failure_at: datetime | None = None

    def failed(self, at: datetime) -> "Health":
        last = self.last_failure_at
        is_new = self.failing_since is None or last is None or at - last > AT_MOST_APART
        return Health(at if is_new else self.failing_since, at)

    @property
    def is_hopeless(self) -> bool:
        """For days, nothing but failures."""
        if self.failing_since is None or self.last_failure_at is None:
            return False
        return self.last_failure_at - self.failing_since >= FAILING_FOR
