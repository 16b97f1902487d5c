"""When a debtor may be contacted: by the clock on the debtor's own wall."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self

from pydantic import model_validator

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import CALIFORNIA_CONSUMER_DEBT, EVERYONE, FDCPA, US_CONSUMER_DEBT
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.event import Value

_WEEK_AND_DAY = 9
"""From today on, every weekday is among them, and today once more."""


class Hours(Value):
    """From ``opens`` to ``closes``; both ends are lawful, a microsecond outside is not."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _within_one_day(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")
        return self

    @property
    def words(self) -> str:
        return f"from {self.opens:%H:%M} to {self.closes:%H:%M}"


class LocalHours(Measure, ABC):
    """Contact only at certain hours by the debtor's clock."""

    @abstractmethod
    def on(self, day: date) -> Hours | None:
        """The hours of a date, ``None`` if it has none."""

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        zone = attempt.debtor.zone
        if zone is None:
            return self._without_a_clock(attempt)
        local = attempt.at.astimezone(zone)
        hours = self.on(local.date())
        if hours is not None and hours.opens <= local.time() <= hours.closes:
            return None
        return Obstacle(
            retry_at=self._next_opening(attempt.at, zone),
            inputs=_inputs(attempt, hours) | {"local_time": local.isoformat()},
        )

    def lawful_until(self, attempt: Attempt) -> datetime | None:
        zone = attempt.debtor.zone
        if zone is None:
            return None
        today = attempt.at.astimezone(zone).date()
        hours = self.on(today)
        if hours is None:
            return None
        return datetime.combine(today, hours.closes, zone).astimezone(UTC)

    def _without_a_clock(self, attempt: Attempt) -> Obstacle | None:
        """A person whose clock is unknown may be asleep; a company does not sleep."""
        if attempt.debtor.kind is CustomerKind.ENTITY:
            return None
        hours = self.on(attempt.day)
        return Obstacle(retry_at=None, inputs=_inputs(attempt, hours) | {"local_time": "unknown"})

    def _next_opening(self, after: datetime, zone: tzinfo) -> datetime | None:
        today = after.astimezone(zone).date()
        openings = (
            datetime.combine(day, hours.opens, zone).astimezone(UTC)
            for day in (today + timedelta(days=ahead) for ahead in range(_WEEK_AND_DAY))
            if (hours := self.on(day)) is not None
        )
        return next((opening for opening in openings if opening > after), None)


def _inputs(attempt: Attempt, hours: Hours | None) -> dict[str, str]:
    return {
        "at": attempt.at.isoformat(),
        "time_zone": attempt.debtor.time_zone or "unknown",
        "opens": hours.opens.isoformat() if hours else "closed",
        "closes": hours.closes.isoformat() if hours else "closed",
    }


class QuietHours(Hours, LocalHours):
    """The same hours on every day."""

    @property
    def words(self) -> str:
        return f"contact only from {self.opens:%H:%M} to {self.closes:%H:%M} in the debtor's zone"

    def on(self, day: date) -> Hours | None:
        return self


class WeeklyHours(LocalHours):
    """Other hours at the weekend than on Monday to Friday; ``None`` is a day without contact."""

    weekdays: Hours
    saturday: Hours | None
    sunday: Hours | None

    @property
    def words(self) -> str:
        days = (("Saturday", self.saturday), ("Sunday", self.sunday))
        weekend = "".join(
            f", {day} {hours.words}" if hours else f", never on {day}" for day, hours in days
        )
        return f"contact only Monday to Friday {self.weekdays.words}{weekend}, in the debtor's zone"

    def on(self, day: date) -> Hours | None:
        match day.weekday():
            case 5:
                return self.saturday
            case 6:
                return self.sunday
            case _:
                return self.weekdays


EIGHT_TO_NINE = QuietHours(opens=time(8), closes=time(21))

QUIET_HOURS = (
    Rule(
        id="us6-quiet-hours",
        version=2,
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT,
        measure=EIGHT_TO_NINE,
    ),
    Rule(
        # Who collects its own debts is bound as well: Civ. Code 1788.2(c).
        id="ca2-quiet-hours",
        basis=Basis.LAW,
        citation="Cal. Civ. Code 1788.17 (Rosenthal Act), which takes in 15 USC 1692c(a)(1)",
        effective_from=date(2000, 1, 1),
        applies_to=CALIFORNIA_CONSUMER_DEBT,
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
