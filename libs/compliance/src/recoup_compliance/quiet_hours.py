"""When a debtor may be contacted: by the clock on the debtor's own wall."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self

from pydantic import model_validator

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, US_CONSUMER_DEBT
from recoup_events.invoice import CustomerKind


class QuietHours(Measure):
    """Contact from ``opens`` to ``closes``; both ends are lawful, a microsecond outside is not."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _within_one_day(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")
        return self

    @property
    def words(self) -> str:
        return f"contact only from {self.opens:%H:%M} to {self.closes:%H:%M} in the debtor's zone"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        zone = attempt.debtor.zone
        if zone is None:
            return self._without_a_clock(attempt)
        local = attempt.at.astimezone(zone)
        if self._open_at(local):
            return None
        return Obstacle(
            retry_at=self._next_opening(attempt.at, zone),
            inputs=self._inputs(attempt) | {"local_time": local.isoformat()},
        )

    def lawful_until(self, attempt: Attempt) -> datetime | None:
        zone = attempt.debtor.zone
        if zone is None:
            return None
        today = attempt.at.astimezone(zone).date()
        return datetime.combine(today, self.closes, zone).astimezone(UTC)

    def _without_a_clock(self, attempt: Attempt) -> Obstacle | None:
        """A person whose clock is unknown may be asleep; a company does not sleep."""
        if attempt.debtor.kind is CustomerKind.ENTITY:
            return None
        return Obstacle(retry_at=None, inputs=self._inputs(attempt) | {"local_time": "unknown"})

    def _inputs(self, attempt: Attempt) -> dict[str, str]:
        return {
            "at": attempt.at.isoformat(),
            "time_zone": attempt.debtor.time_zone or "unknown",
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
        }

    def _open_at(self, local: datetime) -> bool:
        return self.opens <= local.time() <= self.closes

    def _next_opening(self, after: datetime, zone: tzinfo) -> datetime:
        today = after.astimezone(zone).date()
        openings = (
            datetime.combine(day, self.opens, zone).astimezone(UTC)
            for day in (today, today + timedelta(days=1))
        )
        return next(opening for opening in openings if opening > after)


EIGHT_TO_NINE = QuietHours(opens=time(8), closes=time(21))

QUIET_HOURS = (
    Rule(
        id="us6-quiet-hours",
        basis=Basis.LAW,
        citation="12 CFR 1006.6(b)(1)(i)",
        effective_from=date(2021, 11, 30),
        applies_to=US_CONSUMER_DEBT,
        measure=EIGHT_TO_NINE,
    ),
    Rule(
        id="policy-quiet-hours",
        basis=Basis.POLICY,
        citation="Creditor's policy: the hours of 12 CFR 1006.6(b)(1)(i) for every debtor",
        applies_to=EVERYONE,
        measure=EIGHT_TO_NINE,
    ),
)
