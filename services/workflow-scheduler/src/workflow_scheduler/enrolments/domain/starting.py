"""Putting a receivable on its workflow, and when its owner lets it be chased."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from recoup_events.invoice import Chase, InvoiceIssued, Taken
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    PauseCause,
    RunReason,
)
from recoup_receivables.calendar import local_date
from workflow_scheduler.assignments.domain.entry import EntryMode, steps_behind
from workflow_scheduler.enrolments.domain.commands import FollowChase, StartEnrolment
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, EnrolmentEvent
from workflow_scheduler.enrolments.domain.events import (
    ChaseChanged,
    EnrolmentPlanned,
    LastStep,
)
from workflow_scheduler.enrolments.domain.ids import Ids
from workflow_scheduler.enrolments.domain.slices import among, chased, without
from workflow_scheduler.enrolments.domain.timetable import day_of

RELEASE = "release"
"""It waits for at most one release, so that needs no name of its own."""
KEPT = (
    *("workflow_id", "workflow_version", "steps", "contact_hour"),
    *("taken", "last", "stood_days", "stood_since"),
)
"""What that which continues a receivable, or is charged for it, has of that one's enrolment."""


def start(command: StartEnrolment) -> Sequence[EnrolmentEvent]:
    """Fix the steps; what was done before it came here, or about what it continues, is taken."""
    ids = Ids(
        enrolment_id=command.enrolment_id,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        customer_id=command.customer_id,
    )
    before = command.continues
    planned = _planned(command) if before is None else _continued(command, before)
    started = EnrolmentStarted(
        **ids,
        workflow_id=planned.workflow_id,
        workflow_version=planned.workflow_version,
        run=1,
        reason=RunReason.ISSUED if before is None else command.reason,
    )
    events: list[EnrolmentEvent] = [planned, started]
    if before is not None:
        events += _stands(ids, command.balance, before)
    if command.chase is Chase.NEVER:
        events.append(EnrolmentEnded(**ids, outcome=Outcome.NOT_CHASED))
    if command.chase is Chase.ON_RELEASE:
        events.append(_waits(ids, command.balance))
    return events


def _planned(command: StartEnrolment) -> EnrolmentPlanned:
    taken, last = _taken(command)
    planned = EnrolmentPlanned(**dict(command) | {"taken": taken, "last": last})
    if command.entry.mode is EntryMode.MILDEST:
        return planned
    return _entered(command, planned)


def _entered(command: StartEnrolment, planned: EnrolmentPlanned) -> EnrolmentPlanned:
    """Further on, where its policy has what comes late begin where it would be by now."""
    enrolment = Enrolment(**dict(planned))
    days = [day_of(enrolment, place) for place in range(len(planned.steps))]
    moments = [(step.level, day) for step, day in zip(planned.steps, days, strict=True)]
    today = local_date(command.now, command.time_zone)
    contacted = command.taken is not None and command.taken.level > 0
    behind = steps_behind(moments, today, command.entry, contacted=contacted)
    if behind <= planned.taken:
        return planned
    step, on = planned.steps[behind - 1], days[behind - 1]
    last = LastStep(step=step.name, level=step.level, on=on)
    return planned.model_copy(update={"taken": behind, "last": last})


def _continued(command: StartEnrolment, before: Enrolment) -> EnrolmentPlanned:
    """It goes on where the other stands: on the same workflow, with the same steps behind it.

    A charge is due when it is made; its steps come with those of what it is charged for.
    """
    kept = (*KEPT, "issue_date", "due_date") if command.reason is RunReason.CHARGED else KEPT
    return EnrolmentPlanned(**dict(command) | {name: getattr(before, name) for name in kept})


def _stands(ids: Ids, balance: Money, before: Enrolment) -> Iterator[EnrolmentEvent]:
    """What a person decided holds for it, too, and what has come to its end does not begin anew."""
    for pause in before.pauses:
        if pause.cause is PauseCause.HOLD:
            yield EnrolmentPaused(
                **ids,
                cause=pause.cause,
                cause_id=pause.cause_id,
                amount=balance if pause.amount is None else min(pause.amount, balance),
                chased=chased(balance, (pause,)),
                whole=pause.amount is None,
                reason=pause.reason,
            )
    if before.outcome in (Outcome.STOPPED, Outcome.EXHAUSTED):
        yield EnrolmentEnded(**ids, outcome=before.outcome, reason=before.reason)


def taken_of(issued: InvoiceIssued, place: int, now: datetime) -> Taken | None:
    """What was done before was about the first term, and about those that were due by today."""
    today = local_date(now, issued.time_zone)
    return issued.taken if place == 0 or issued.terms[place].due_date <= today else None


def follow_chase(command: FollowChase, enrolment: Enrolment) -> Sequence[EnrolmentEvent]:
    """Wait for a release or a day, go on, or end for good; also of use for a later run."""
    if (command.chase, command.chase_from) == (enrolment.chase, enrolment.chase_from):
        return []
    changed = ChaseChanged(
        enrolment_id=enrolment.enrolment_id, chase=command.chase, chase_from=command.chase_from
    )
    events: list[EnrolmentEvent] = [changed]
    waits = among(enrolment.pauses, PauseCause.ON_RELEASE, RELEASE)
    if command.chase is Chase.ON_RELEASE and not waits:
        events.append(_waits(enrolment.ids, enrolment.chased))
    if command.chase is not Chase.ON_RELEASE and waits:
        events.append(_released(enrolment))
    if command.chase is Chase.NEVER and enrolment.outcome is None:
        events.append(EnrolmentEnded(**enrolment.ids, outcome=Outcome.NOT_CHASED))
    return events


def _waits(ids: Ids, amount: Money) -> EnrolmentPaused:
    return EnrolmentPaused(
        **ids,
        cause=PauseCause.ON_RELEASE,
        cause_id=RELEASE,
        amount=amount,
        chased=Money.zero(amount.currency),
        whole=True,
    )


def _released(enrolment: Enrolment) -> EnrolmentResumed:
    left = without(enrolment.pauses, PauseCause.ON_RELEASE, RELEASE)
    return EnrolmentResumed(
        **enrolment.ids,
        cause=PauseCause.ON_RELEASE,
        cause_id=RELEASE,
        chased=chased(enrolment.balance, left),
    )


def _taken(command: StartEnrolment) -> tuple[int, LastStep | None]:
    """Steps up to the level reached; without the day of the last contact, that was today."""
    before = command.taken or Taken()
    if before.level == 0:
        return 0, None
    taken = sum(step.level <= before.level for step in command.steps)
    if taken == 0:
        return 0, None
    today = local_date(command.now, command.time_zone)
    on, last = before.last_contact_on or today, command.steps[taken - 1]
    return taken, LastStep(step=last.name, level=before.level, on=on)
