"""When a debtor may be contacted: by the clock on the debtor's own wall."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from pydantic import model_validator

from recoup_compliance.moment import Moment
from recoup_compliance.public_holidays import PublicHolidays
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, FDCPA, INSTANT, US_CONSUMER_DEBT
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.event import Value

_AHEAD = 32
"""Days from today on; nobody closes for longer."""


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

    def obstacle(self, moment: Moment) -> Obstacle | None:
        local = moment.local
        if local is None:
            return self._without_a_clock(moment)
        hours = self.on(local.date())
        if hours is not None and hours.opens <= local.time() <= hours.closes:
            return None
        return Obstacle(
            self._next_opening(moment.at, local),
            lambda: _inputs(moment, hours) | {"local_time": local.isoformat()},
        )

    def lawful_until(self, moment: Moment) -> datetime | None:
        local = moment.local
        hours = None if local is None else self.on(local.date())
        if local is None or hours is None:
            return None
        return datetime.combine(local.date(), hours.closes, local.tzinfo).astimezone(UTC)

    def _without_a_clock(self, moment: Moment) -> Obstacle | None:
        """A person whose clock is unknown may be asleep; a company does not sleep."""
        if moment.attempt.debtor.kind is CustomerKind.ENTITY:
            return None
        hours = self.on(moment.day)
        return Obstacle(None, lambda: _inputs(moment, hours) | {"local_time": "unknown"})

    def _next_opening(self, after: datetime, local: datetime) -> datetime | None:
        today = local.date()
        openings = (
            datetime.combine(day, hours.opens, local.tzinfo).astimezone(UTC)
            for day in (today + timedelta(days=ahead) for ahead in range(_AHEAD))
            if (hours := self.on(day)) is not None
        )
        return next((opening for opening in openings if opening > after), None)


def _inputs(moment: Moment, hours: Hours | None) -> dict[str, str]:
    return {
        "at": moment.at.isoformat(),
        "time_zone": moment.attempt.debtor.time_zone or "unknown",
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
    holidays: PublicHolidays | None = None
    """Days without contact."""

    @property
    def words(self) -> str:
        days = (("Saturday", self.saturday), ("Sunday", self.sunday))
        weekend = "".join(
            f", {day} {hours.words}" if hours else f", never on {day}" for day, hours in days
        )
        holidays = f", never on public holidays ({self.holidays.of})" if self.holidays else ""
        return (
            f"contact only Monday to Friday {self.weekdays.words}{weekend}{holidays}, "
            "in the debtor's zone"
        )

    def on(self, day: date) -> Hours | None:
        if self.holidays is not None and day in self.holidays:
            return None
        match day.weekday():
            case 5:
                return self.saturday
            case 6:
                return self.sunday
            case _:
                return self.weekdays


class NoContactOnHolidays(LocalHours):
    """Any hour, but not on public holidays."""

    holidays: PublicHolidays

    @property
    def words(self) -> str:
        return f"no contact on public holidays ({self.holidays.of}), by the debtor's calendar"

    def on(self, day: date) -> Hours | None:
        return None if day in self.holidays else _ALL_DAY


_ALL_DAY = Hours(opens=time.min, closes=time.max)
EIGHT_TO_NINE = QuietHours(opens=time(8), closes=time(21))

QUIET_HOURS = (
    Rule(
        id="us6-quiet-hours",
        version=3,
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT.model_copy(update={"channels": INSTANT}),
        measure=EIGHT_TO_NINE,
    ),
    Rule(
        id="policy-quiet-hours",
        version=2,
        basis=Basis.POLICY,
        citation="Creditor's policy: the hours of 12 CFR 1006.6(b)(1)(i) for every debtor",
        applies_to=EVERYONE.model_copy(update={"channels": INSTANT}),
        measure=EIGHT_TO_NINE,
    ),
)
