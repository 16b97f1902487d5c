"""Holding a step that is harsher than all that is known to have arrived, and what is done meanwhile."""

from collections.abc import Iterator
from datetime import datetime

from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.ids import ReminderId, TaskId, derived
from recoup_events.workflow_scheduler import (
    Item,
    Lack,
    Remind,
    ReminderRequested,
    Step,
    StepHeld,
    StepReleased,
    TaskKind,
)
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import TaskAsked
from workflow_scheduler.enrolments.domain.ids import round_id
from workflow_scheduler.escalations.domain.evidence import Evidence, Lacking
from workflow_scheduler.escalations.domain.policy import EscalationPolicy
from workflow_scheduler.workflows.domain.steps import LAST_CALL

WORDS = {
    Lack.NOT_SENT: "has not been sent yet",
    Lack.NOT_PROVEN: "was sent, and nothing says that it arrived",
    Lack.UNDELIVERED: "came back",
    Lack.REFUSED: "was not allowed to be sent",
    Lack.FAILED: "could not be sent",
    Lack.NOT_REACHED: "was a call that reached nobody",
}


def lacking(
    enrolment: Enrolment, step: Step, evidence: Evidence | None, now: datetime
) -> Lacking | None:
    """What a step waits for; what a person lets go on, and that person's own decisions, wait for nothing."""
    if evidence is None or step.name in (LAST_CALL, enrolment.overridden):
        return None
    lacks = evidence.lacking(step.level, now)
    return None if lacks is None or lacks.milder_level <= enrolment.came_at_level else lacks


def hold_step(
    enrolment: Enrolment, step: Step, lacks: Lacking, policy: EscalationPolicy, now: datetime
) -> Iterator[StepHeld | TaskAsked | ReminderRequested]:
    """The reason is recorded; what will not arrive goes another way, or a person finds out."""
    copy = None if lacks.lack.may_pass else _copy(enrolment, lacks, policy.copy_by, now)
    copied = () if copy is None else (copy.reminder_id,)
    yield StepHeld(
        **enrolment.ids,
        step=step.name,
        level=step.level,
        milder_level=lacks.milder_level,
        lack=lacks.lack,
        waits_for=(*lacks.waits_for, *copied),
        review_at=lacks.review_at,
    )
    if copy is not None:
        yield copy
    elif not lacks.lack.may_pass:
        yield _asked(enrolment, step, lacks, now)


def release(enrolment: Enrolment, step: Step) -> StepReleased:
    """Proof has come."""
    return StepReleased(**enrolment.ids, step=step.name, overridden=False)


def _milder_step(enrolment: Enrolment, level: int) -> Step | None:
    """The words that did not arrive; texts are too short to be a letter."""
    found = [
        step
        for step in enrolment.steps[: enrolment.taken]
        if step.level == level
        and isinstance(step.action, Remind)
        and step.action.channel is not Channel.SMS
    ]
    return found[-1] if found else None


def _copy(
    enrolment: Enrolment, lacks: Lacking, channel: Channel | None, now: datetime
) -> ReminderRequested | None:
    """The milder message by a channel that has not failed, to the same people; once."""
    step = _milder_step(enrolment, lacks.milder_level)
    if step is None or channel is None:
        return None
    remind = step.action
    assert isinstance(remind, Remind), "only a message has a copy"
    named = derived("rem", enrolment.enrolment_id, step.name, enrolment.run, channel)
    if named in lacks.waits_for:
        return None
    day = local_date(now, enrolment.time_zone)
    item = Item(
        invoice_id=enrolment.invoice_id,
        receivable_id=enrolment.receivable_id,
        enrolment_id=enrolment.enrolment_id,
        step=step.name,
        occurrence=enrolment.run,
        template=remind.template,
        level=step.level,
        amount=enrolment.chased,
    )
    paper = channel in LETTERS or channel is Channel.EMAIL
    return ReminderRequested(
        reminder_id=ReminderId(named),
        round_id=round_id(enrolment.customer_id, enrolment.creditor_id, day),
        customer_id=enrolment.customer_id,
        creditor_id=enrolment.creditor_id,
        channel=channel,
        template=remind.template if paper else "sms_nudge",
        level=step.level,
        recipients=remind.recipients,
        items=(item,),
    )


def _asked(enrolment: Enrolment, step: Step, lacks: Lacking, now: datetime) -> TaskAsked:
    """Once a day at most, so that what nobody has dealt with comes up again after a while."""
    day = local_date(now, enrolment.time_zone)
    id = derived("tsk", enrolment.enrolment_id, step.name, enrolment.run, "proof", day)
    return TaskAsked(
        **enrolment.ids,
        task_id=TaskId(id),
        script=f"The step {step.name} (level {step.level}) is held: what was said before it, at level "
        f"{lacks.milder_level}, {WORDS[lacks.lack]}. Find out how the customer is reached, correct "
        "its addresses, and have the milder message sent again; or let the step go on without "
        "proof, with the reason why (release-step).",
        kind=TaskKind.REVIEW,
    )
