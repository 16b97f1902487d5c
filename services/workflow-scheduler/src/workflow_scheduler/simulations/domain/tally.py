"""What is counted of a course: how often what happened, in which week, on which workflow, to whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from recoup_events.kernel.event import Value


class Kind(StrEnum):
    """What is counted."""

    STARTED = "started"
    """Enrolments, by why."""
    MESSAGE = "message"
    """Sent, by channel and template."""
    POSTPONED = "postponed"
    """Of those sent, what had to wait, by the rule."""
    BLOCKED = "blocked"
    """Not sent at all, by the rule."""
    TASK = "task"
    """Asked of people, by kind."""
    TASK_SPARED = "task_spared"
    """Of those, what closed by itself within a day, by why."""
    ESCALATION = "escalation"
    """Decisions about a measure, by measure."""
    ENDED = "ended"
    """Enrolments, by outcome."""
    CHARGE = "charge"
    """Charges of the past, by kind."""
    CHARGE_AVOIDED = "charge_avoided"
    """Of those, what would not have arisen: it was paid before, by the response model."""
    PAID_BY_MODEL = "paid_by_model"
    """Receivables that the response model has paid, by the level that reached their debtor."""


class Key(NamedTuple):
    kind: Kind
    label: str
    week: date
    """Its Monday."""
    workflow: str
    group: str
    """The customer's category, or its kind and country where none is known."""


Tally = Counter[Key]


def week_of(at: datetime) -> date:
    """In UTC: a report's weeks are everybody's."""
    day = at.date()
    return day - timedelta(days=day.weekday())


class Count(Value):
    """A line of the sum of many customers: before, and under what was tried."""

    kind: Kind
    label: str
    week: date
    workflow: str
    group: str
    before: int
    after: int


def lines(before: Tally, after: Tally) -> Sequence[Count]:
    """In order of their keys."""
    return [
        Count(**key._asdict(), before=before[key], after=after[key])
        for key in sorted(before.keys() | after.keys())
    ]


def tallies(counts: Iterable[Count]) -> tuple[Tally, Tally]:
    """The two tallies again."""
    before, after = Tally(), Tally()
    for each in counts:
        key = Key(each.kind, each.label, each.week, each.workflow, each.group)
        before[key] += each.before
        after[key] += each.after
    return before, after


def by(tally: Tally, kind: Kind, field: str) -> Mapping[str, int]:
    """How often a kind, by one field of its key."""
    found: Counter[str] = Counter()
    for key, count in tally.items():
        if key.kind is kind:
            found[str(getattr(key, field))] += count
    return dict(sorted(found.items()))


def of(tally: Tally, kind: Kind) -> int:
    return sum(count for key, count in tally.items() if key.kind is kind)
