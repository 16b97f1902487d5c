"""Taking the steps that are due: each once, in order, and never a pile of messages at once."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import ReminderId, RoundId, TaskId, derived
from recoup_events.workflow_scheduler import (
    Call,
    EnrolmentEnded,
    Item,
    Outcome,
    Remind,
    ReminderRequested,
    Step,
    StepDue,
)
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import CallAsked, StepsUsedUp
from workflow_scheduler.workflows.domain.steps import LAST_CALL

PATIENCE_DAYS = 30
"""How long after the last step chasing goes on before it gives up."""
ONCE = 1
"""A step comes once in an enrolment, also when that was paid and opened again."""
DECIDE_WHAT_NEXT = (
    "All steps were taken and something is still owed. Decide what next: "
    "call once more, offer a plan, hand over to an agency, go to court or write it off."
)

StepEvent = StepDue | ReminderRequested | CallAsked | StepsUsedUp | EnrolmentEnded


def take_due(enrolment: Enrolment, now: datetime) -> Sequence[StepEvent]:
    """Take every step due at or before now, or give up when that day has come.

    When several steps became due at once (the service was down), all are said in order, but a
    debtor does not get three mails in one minute: of the reminders only the latest per channel is
    requested, and the others are marked as superseded. Calls are asked of people, who can see
    for themselves, so each of those is asked for.
    """
    if not enrolment.runs:
        return []
    due = list(takewhile(lambda step: enrolment.moment_of(step) <= now, enrolment.remaining))
    if due:
        return _taken(enrolment, due, now)
    if enrolment.gives_up_at is not None and enrolment.gives_up_at <= now:
        return [
            _call(enrolment, LAST_CALL, DECIDE_WHAT_NEXT),
            EnrolmentEnded(**enrolment.ids, outcome=Outcome.EXHAUSTED),
        ]
    return []


def _taken(enrolment: Enrolment, due: Sequence[Step], now: datetime) -> list[StepEvent]:
    latest = {step.action.channel: step for step in due if isinstance(step.action, Remind)}
    recorded: list[StepEvent] = []
    for step in due:
        recorded.extend(_step(enrolment, step, latest, now))
    if len(due) == len(enrolment.remaining):
        recorded.append(StepsUsedUp(gives_up_on_day=_today(enrolment, now) + PATIENCE_DAYS))
    return recorded


def _step(
    enrolment: Enrolment, step: Step, latest: dict[Channel, Step], now: datetime
) -> tuple[StepEvent, ...]:
    superseded = isinstance(step.action, Remind) and latest[step.action.channel] != step
    due = StepDue(
        **enrolment.ids,
        step=step.name,
        occurrence=ONCE,
        planned_for=enrolment.moment_of(step),
        superseded=superseded,
    )
    return (due,) if superseded else (due, _asked(enrolment, step, now))


def _asked(enrolment: Enrolment, step: Step, now: datetime) -> ReminderRequested | CallAsked:
    match step.action:
        case Remind() as remind:
            return _reminder(enrolment, step, remind, now)
        case Call(script=script):
            return _call(enrolment, step.name, script)


def _reminder(enrolment: Enrolment, step: Step, remind: Remind, now: datetime) -> ReminderRequested:
    day = local_date(now, enrolment.time_zone)
    return ReminderRequested(
        reminder_id=ReminderId(_effect("rem", enrolment, step.name)),
        round_id=RoundId(derived("rnd", enrolment.customer_id, day)),
        customer_id=enrolment.customer_id,
        channel=remind.channel,
        template=remind.template,
        level=step.level,
        recipients=remind.recipients,
        items=(
            Item(
                invoice_id=enrolment.invoice_id,
                enrolment_id=enrolment.enrolment_id,
                step=step.name,
                occurrence=ONCE,
                template=remind.template,
                level=step.level,
                amount=enrolment.chased,
            ),
        ),
    )


def _call(enrolment: Enrolment, step: str, script: str) -> CallAsked:
    return CallAsked(
        **enrolment.ids, task_id=TaskId(_effect("tsk", enrolment, step)), script=script
    )


def _effect(prefix: str, enrolment: Enrolment, step: str) -> str:
    """The key that lets a step have its effect once, whatever is tried again."""
    return derived(prefix, enrolment.enrolment_id, enrolment.workflow_version, step, ONCE)


def _today(enrolment: Enrolment, now: datetime) -> int:
    """Today as ``Step.days`` counts it: from the due date, without the days stood still."""
    passed = local_date(now, enrolment.time_zone) - enrolment.due_date
    return passed.days - enrolment.shift_days
