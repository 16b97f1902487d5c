"""How often a person may be contacted, and the rest a conversation earns."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from pydantic import Field

from recoup_compliance.attempt import Place
from recoup_compliance.moment import Moment, Past
from recoup_compliance.rule import Basis, Checked, Measure, Obstacle, Rule
from recoup_compliance.scopes import ALL_MEDIA, CALLS, EMAILS, EVERYONE, TEXTS, US_CONSUMER_CALLS
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import DebtId

REGULATION_F = date(2021, 11, 30)


class Cap(Measure):
    """At most ``limit`` attempts to reach a person about one debt in ``days`` consecutive days."""

    limit: int = Field(ge=1)
    days: int = Field(ge=1)
    together: tuple[Medium, ...] | None = None
    """The channels that are counted as one; ``None`` counts the attempt's own alone."""
    at: tuple[Place, ...] | None = None
    """Where it counts them, and those of which nobody knows where they were; ``None`` is anywhere."""

    @property
    def words(self) -> str:
        by = f" by {_listed(self.together)} together" if self.together else ""
        where = f" at places that are {_listed(self.at)}" if self.at else ""
        return f"at most {self.limit} attempts per debt{by}{where} in {self.days} consecutive days"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        if self.at is not None and moment.attempt.place not in (None, *self.at):
            return None
        return _latest(self._about(debt, moment) for debt in moment.attempt.debts)

    def made(self, moment: Moment) -> int:
        """How many there were, about the debt that was asked about most."""
        return max(len(self._counted(debt, moment)) for debt in moment.attempt.debts)

    def _counted(self, debt: DebtId, moment: Moment) -> Sequence[date]:
        channels = self.together or (moment.attempt.channel,)
        made = moment.calendar.days(self, debt, partial(self._counts, channels))
        return _in_window(made, self.days, moment)

    def _counts(self, channels: tuple[Medium, ...], past: Past) -> bool:
        at = self.at
        return past.channel in channels and (at is None or past.place is None or past.place in at)

    def _about(self, debt: DebtId, moment: Moment) -> Obstacle | None:
        counted = self._counted(debt, moment)
        if len(counted) < self.limit:
            return None
        leaves = _leaves(counted, self.limit, self.days, moment)
        inputs = partial(_inputs, moment, len(counted), self.limit, self.days)
        return Obstacle(leaves, lambda: {"debt": debt} | inputs())


class PersonCap(Measure):
    """At most ``limit`` attempts to reach a person in ``days`` days, whatever they are about."""

    limit: int = Field(ge=1)
    days: int = Field(ge=1)
    together: tuple[Medium, ...]

    @property
    def words(self) -> str:
        span = "one day" if self.days == 1 else f"{self.days} consecutive days"
        return (
            f"at most {self.limit} attempts per person by {_listed(self.together)} together "
            f"in {span}, whatever they are about"
        )

    def obstacle(self, moment: Moment) -> Obstacle | None:
        made = moment.calendar.days(self, None, lambda past: past.channel in self.together)
        counted = _in_window(made, self.days, moment)
        if len(counted) < self.limit:
            return None
        leaves = _leaves(counted, self.limit, self.days, moment)
        return Obstacle(leaves, partial(_inputs, moment, len(counted), self.limit, self.days))


class Spacing(Measure):
    """Some minutes between two attempts to reach a person, whatever they are about."""

    minutes: int = Field(ge=1)
    together: tuple[Medium, ...]

    @property
    def words(self) -> str:
        return f"no {_listed(self.together, 'or')} within {self.minutes} minutes of the one before"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        made = (
            past.at
            for past in reversed(moment.calendar.past)
            if past.channel in self.together and past.at <= moment.at
        )
        last = next(made, None)
        if last is None or moment.at >= (free := last + timedelta(minutes=self.minutes)):
            return None
        return Obstacle(free, lambda: {"at": moment.at.isoformat(), "last": last.isoformat()})


class CoolDown(Measure):
    """No call about a debt for ``days`` days after talking about it; that day is the first."""

    days: int = Field(ge=1)

    @property
    def words(self) -> str:
        return (
            f"no call on a debt within {self.days} days of a conversation about it, its day first"
        )

    def obstacle(self, moment: Moment) -> Obstacle | None:
        return _latest(self._about(debt, moment) for debt in moment.attempt.debts)

    def _about(self, debt: DebtId, moment: Moment) -> Obstacle | None:
        talks = moment.calendar.talks_by_debt.get(debt, ())
        last = max((day for day in talks if day <= moment.day), default=None)
        if last is None or moment.day >= last + timedelta(days=self.days):
            return None
        return Obstacle(
            moment.start_of(last + timedelta(days=self.days)),
            lambda: {
                "debt": debt,
                "day": moment.day.isoformat(),
                "conversation": last.isoformat(),
                "days": str(self.days),
            },
        )


def _in_window(made: Sequence[date], days: int, moment: Moment) -> Sequence[date]:
    """Those of the days, in order, that are in the moment's window."""
    first = moment.day - timedelta(days=days - 1)
    return made[bisect_left(made, first) : bisect_right(made, moment.day)]


def _leaves(counted: Sequence[date], limit: int, days: int, moment: Moment) -> datetime:
    """When one of those that are too many has left the window."""
    return moment.start_of(counted[-limit] + timedelta(days=days))


def _inputs(moment: Moment, made: int, limit: int, days: int) -> dict[str, str]:
    return {
        "channel": moment.attempt.channel,
        "day": moment.day.isoformat(),
        "attempts": str(made),
        "limit": str(limit),
        "days": str(days),
    }


def _latest(obstacles: Iterable[Obstacle | None]) -> Obstacle | None:
    """The one that stays longest: what is said of several debts waits for all of them."""
    found = [obstacle for obstacle in obstacles if obstacle is not None]
    return max(found, key=_end) if found else None


def _end(obstacle: Obstacle) -> datetime:
    return obstacle.retry_at or datetime.max.replace(tzinfo=UTC)


def _listed(words: Iterable[str], joint: str = "and") -> str:
    *others, last = words
    return f"{', '.join(others)} {joint} {last}" if others else last


FREQUENCY = (
    Rule(
        id="us1-call-cap",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(b)(2)(i)(A), (ii)",
        effective_from=REGULATION_F,
        dated=Checked.SECONDARY_SOURCE,
        applies_to=US_CONSUMER_CALLS,
        measure=Cap(limit=7, days=7),
    ),
    Rule(
        id="us2-call-cool-down",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(b)(2)(i)(B); comment 14(b)(4)-1",
        effective_from=REGULATION_F,
        dated=Checked.SECONDARY_SOURCE,
        applies_to=US_CONSUMER_CALLS,
        measure=CoolDown(days=7),
    ),
    Rule(
        id="policy-call-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: the number of 12 CFR 1006.14(b)(2)(i)(A) for every debtor",
        applies_to=CALLS,
        measure=Cap(limit=7, days=7),
    ),
    Rule(
        id="policy-call-cool-down",
        basis=Basis.POLICY,
        citation="Creditor's policy: the rest of 12 CFR 1006.14(b)(2)(i)(B) for every debtor",
        applies_to=CALLS,
        measure=CoolDown(days=7),
    ),
    Rule(
        id="policy-email-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: 12 CFR 1006.14(a) sets no number for email; the creditor sets 3",
        applies_to=EMAILS,
        measure=Cap(limit=3, days=7),
    ),
    Rule(
        id="policy-sms-cap",
        version=2,
        basis=Basis.POLICY,
        citation="Creditor's policy: the number of 940 CMR 7.04(1)(f) for every debtor",
        applies_to=TEXTS,
        measure=Cap(limit=2, days=7, together=(Medium.SMS, Medium.CALL)),
    ),
    Rule(
        id="policy-call-spacing",
        basis=Basis.POLICY,
        citation="Creditor's policy: two calls within five minutes are the example of rapid "
        "succession in 12 CFR 1006 comment 14(b)(2)(i)-2.i",
        applies_to=CALLS,
        measure=Spacing(minutes=5, together=(Medium.CALL,)),
    ),
    Rule(
        id="policy-person-day-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: several debts are no reason to contact a person more often; "
        "12 CFR 1006 comment 14(a)-2 counts all media together",
        applies_to=EVERYONE,
        measure=PersonCap(limit=6, days=1, together=ALL_MEDIA),
    ),
)
