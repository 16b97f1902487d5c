"""The times and places that a person has stated to be inconvenient, on the person's own clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from recoup_compliance.moment import Moment
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, FDCPA, US_CONSUMER_DEBT
from recoup_events.invoice import InconvenientTime, Weekday

_DAYS = tuple(Weekday)
_WEEK = timedelta(days=8)
"""Whoever is never reachable within it is not reachable at all."""


class AvoidStatedTimes(Measure):
    """Nothing at a time that the person has stated to be inconvenient."""

    @property
    def words(self) -> str:
        return "no contact at a time that the person has stated to be inconvenient"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        zone, times = moment.calendar.zone, moment.attempt.debtor.inconvenient_times
        if not times:
            return None
        if zone is None:
            return Obstacle(retry_at=None, inputs=lambda: {"local_time": "unknown"})
        end = _end_of(moment.at, times, zone)
        if end == moment.at:
            return None
        return Obstacle(
            retry_at=None if end - moment.at > _WEEK else end,
            inputs=lambda: {
                "local_time": moment.at.astimezone(zone).isoformat(),
                "inconvenient_until": end.astimezone(zone).isoformat(),
            },
        )

    def lawful_until(self, moment: Moment) -> datetime | None:
        zone, today = moment.calendar.zone, moment.day
        if zone is None:
            return None
        begins = (
            begin
            for each in moment.attempt.debtor.inconvenient_times
            for begin, _ in _on(today, each, zone)
            if begin > moment.at
        )
        return min(begins, default=None)


class AvoidStatedPlace(Measure):
    """Nothing by a channel or at an address that the person has asked not to use."""

    @property
    def words(self) -> str:
        return "no contact by a channel or at an address that the person has asked not to use"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        if not moment.attempt.inconvenient_place:
            return None
        return Obstacle(retry_at=None, inputs=lambda: {"channel": moment.attempt.channel})


def _end_of(at: datetime, times: tuple[InconvenientTime, ...], zone: tzinfo) -> datetime:
    """The first convenient moment from an instant on; after more than a week it looks no further."""
    end = at
    while end - at <= _WEEK:
        day = end.astimezone(zone).date()
        around = (day - timedelta(days=1), day)
        later = [
            until
            for each in times
            for on in around
            for begin, until in _on(on, each, zone)
            if begin <= end < until
        ]
        if not later:
            break
        end = max(later)
    return end


def _on(day: date, stated: InconvenientTime, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    if stated.days and _DAYS[day.weekday()] not in stated.days:
        return
    last = day if stated.begins < stated.ends else day + timedelta(days=1)
    begin = datetime.combine(day, stated.begins, zone)
    yield begin.astimezone(UTC), datetime.combine(last, stated.ends, zone).astimezone(UTC)


INCONVENIENT = (
    Rule(
        id="us6-inconvenient-time",
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT,
        measure=AvoidStatedTimes(),
    ),
    Rule(
        id="us6-inconvenient-place",
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(1), (3); 12 CFR 1006.6(b)(1)(ii), (b)(3)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT,
        measure=AvoidStatedPlace(),
    ),
    Rule(
        id="policy-inconvenient-time",
        basis=Basis.POLICY,
        citation="Creditor's policy: every person's stated times are respected",
        applies_to=EVERYONE,
        measure=AvoidStatedTimes(),
    ),
    Rule(
        id="policy-inconvenient-place",
        basis=Basis.POLICY,
        citation="Creditor's policy: every person's stated channels and addresses are respected",
        applies_to=EVERYONE,
        measure=AvoidStatedPlace(),
    ),
)
