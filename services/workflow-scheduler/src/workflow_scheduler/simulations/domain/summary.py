"""What a simulation came to, in the numbers that a report shows."""

from collections.abc import Mapping, Sequence
from datetime import date

from recoup_events.kernel.event import Value
from workflow_scheduler.simulations.domain.tally import Kind, Tally, by, of, tallies
from workflow_scheduler.simulations.domain.trial import Faults, Result, Trial

DEFAULT_MINUTES: Mapping[str, int] = {"call": 6, "escalation": 15}
"""Of a task, where a simulation declares no other; every other kind takes ``OTHER_MINUTES``."""
OTHER_MINUTES = 10


class Pair(Value):
    """One number, before and under what was tried."""

    label: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


class Summary(Value):
    """In the order in which a report shows it."""

    customers: int
    enrolments: int
    changed_customers: int
    messages_same: int
    messages_added: int
    messages_dropped: int
    totals: tuple[Pair, ...]
    """Sent, postponed, blocked, tasks, staff minutes, escalations, ended, open, charges."""
    messages: tuple[Pair, ...]
    by_week: tuple[Pair, ...]
    tasks_by_week: tuple[Pair, ...]
    by_group: tuple[Pair, ...]
    by_workflow: tuple[Pair, ...]
    blocked: tuple[Pair, ...]
    postponed: tuple[Pair, ...]
    tasks: tuple[Pair, ...]
    escalations: tuple[Pair, ...]
    ended: tuple[Pair, ...]
    paid_by_model: tuple[Pair, ...]
    compared: int
    differing: int
    difference: str | None
    faults: Faults


def summary_of(trial: Trial, result: Result) -> Summary:
    before, after = tallies(result.counts)

    def pairs(kind: Kind, field: str = "label") -> tuple[Pair, ...]:
        return _pairs(by(before, kind, field), by(after, kind, field))

    return Summary(
        customers=result.customers,
        enrolments=result.enrolments,
        changed_customers=result.changed_customers,
        messages_same=result.messages_same,
        messages_added=result.messages_added,
        messages_dropped=result.messages_dropped,
        totals=_totals(trial, before, after),
        messages=pairs(Kind.MESSAGE),
        by_week=_weeks(trial, pairs(Kind.MESSAGE, "week")),
        tasks_by_week=_weeks(trial, pairs(Kind.TASK, "week")),
        by_group=pairs(Kind.MESSAGE, "group"),
        by_workflow=pairs(Kind.MESSAGE, "workflow"),
        blocked=pairs(Kind.BLOCKED),
        postponed=pairs(Kind.POSTPONED),
        tasks=pairs(Kind.TASK),
        escalations=pairs(Kind.ESCALATION),
        ended=pairs(Kind.ENDED),
        paid_by_model=pairs(Kind.PAID_BY_MODEL),
        compared=result.compared,
        differing=result.differing,
        difference=None if result.difference is None else _words(result),
        faults=result.faults,
    )


def minutes_of(trial: Trial, tally: Tally) -> int:
    """Of people: every task takes its minutes, unless it closes by itself within a day."""
    declared = {**DEFAULT_MINUTES, **trial.minutes}
    asked = by(tally, Kind.TASK, "label")
    total = sum(asked.values())
    worked = max(total - of(tally, Kind.TASK_SPARED), 0)
    spent = sum(count * declared.get(kind, OTHER_MINUTES) for kind, count in asked.items())
    return spent * worked // total if total else 0


def _totals(trial: Trial, before: Tally, after: Tally) -> tuple[Pair, ...]:
    named = {
        "Messages sent": Kind.MESSAGE,
        "… of these postponed by a rule": Kind.POSTPONED,
        "Messages blocked by a rule": Kind.BLOCKED,
        "Tasks": Kind.TASK,
        "… of these closed by themselves within a day": Kind.TASK_SPARED,
        "Decisions on escalation": Kind.ESCALATION,
        "Enrolments ended": Kind.ENDED,
        "Charges that stand": Kind.CHARGE,
        "Charges that would not have arisen": Kind.CHARGE_AVOIDED,
    }
    counted = [
        Pair(label=label, before=of(before, kind), after=of(after, kind))
        for label, kind in named.items()
    ]
    staff = Pair(
        label="Staff minutes",
        before=minutes_of(trial, before),
        after=minutes_of(trial, after),
    )
    still = Pair(label="Runs still open", before=_open(before), after=_open(after))
    return (*counted[:5], staff, *counted[5:7], still, *counted[7:])


def _open(tally: Tally) -> int:
    """Those that began in the time and have not ended in it; what was open before is not known here."""
    return max(of(tally, Kind.STARTED) - of(tally, Kind.ENDED), 0)


def _pairs(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Pair, ...]:
    labels = sorted(before.keys() | after.keys())
    return tuple(
        Pair(label=each, before=before.get(each, 0), after=after.get(each, 0)) for each in labels
    )


def _weeks(trial: Trial, found: Sequence[Pair]) -> tuple[Pair, ...]:
    """Weeks in which nothing happened are shown, too."""
    known = {each.label: each for each in found}
    if not known:
        return ()
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    labels = [
        str(date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1, 7)
    ]
    return tuple(known.get(each, Pair(label=each, before=0, after=0)) for each in labels)


def _words(result: Result) -> str:
    found = result.difference
    assert found is not None, "asked of a difference alone"
    return (
        f"{found.stream}, version {found.version}: recorded {found.recorded or 'nothing'}; "
        f"replayed {found.replayed or 'nothing'}"
    )
