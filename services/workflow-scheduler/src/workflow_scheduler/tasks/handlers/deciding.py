"""What follows from a decision: a measure is taken, a last resort proposed, or it is asked for again."""

from datetime import timedelta

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TaskId, derived
from recoup_events.workflow_scheduler import (
    Disposition,
    LastResort,
    LastResortChosen,
    LastResortRefused,
    Measure,
    Outcome,
    TaskCompleted,
    TaskKind,
)
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.commands import TakeMeasure
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.last_resorts.domain.last_resort import LAST_RESORT
from workflow_scheduler.last_resorts.handlers import Proposal, propose
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS
from workflow_scheduler.tasks.domain.task import TASK, Task
from workflow_scheduler.tasks.handlers.creating import ask
from workflow_scheduler.workflows.domain.steps import DECIDE_WHAT_NEXT

CHOICES = {
    Measure.SUIT: LastResort.COURT,
    Measure.LIEN: LastResort.LIEN,
    Measure.AGENCY: LastResort.AGENCY,
}
ASKED_AGAIN = timedelta(days=14)
"""After a decision that came to nothing."""


async def follow_decision(
    work: UnitOfWork, recorded: Envelope[TaskCompleted], cause: Cause
) -> None:
    """A decision drives; whatever else leaves something owed and nothing to come is asked again."""
    task = await work.state(TASK, recorded.stream)
    assert isinstance(task, Task), "what is completed was created"
    measure, disposition = task.created.measure, recorded.event.disposition
    if measure is not None and disposition is Disposition.GOES_AHEAD:
        await _take(work, recorded, task, measure, cause)
    elif measure is not None:
        await _ask_again(work, recorded, task, cause)
    else:
        await _ask_what_next(work, recorded, task, cause)


async def _take(
    work: UnitOfWork,
    recorded: Envelope[TaskCompleted],
    task: Task,
    measure: Measure,
    cause: Cause,
) -> None:
    created = task.created
    if created.receivable_id is None:
        return
    if measure not in CHOICES:
        stream = enrolment_of(recorded.account, created.receivable_id)
        command = TakeMeasure(now=cause.at, measure=measure, task_id=created.task_id)
        await work.execute(ENROLMENT, stream, command, cause)
        return
    stream = LAST_RESORT.stream(*recorded.account, derived("lrs", created.task_id))
    enrolment = await work.state(ENROLMENT, enrolment_of(recorded.account, created.receivable_id))
    if isinstance(enrolment, Enrolment) and enrolment.balance:
        proposal = Proposal(
            receivable_id=created.receivable_id,
            choice=CHOICES[measure],
            reason=recorded.event.note or created.script,
            task_id=created.task_id,
        )
        await propose(work, stream, proposal, cause)


async def _ask_again(
    work: UnitOfWork, recorded: Envelope[TaskCompleted], task: Task, cause: Cause
) -> None:
    """Not now is not never."""
    again = TaskId(derived("tsk", task.created.task_id, "again"))
    command = CreateTask(
        **dict(task.created)
        | {
            "task_id": again,
            "attempt": task.created.attempt + 1,
            "not_before": cause.at + ASKED_AGAIN,
            "due_on": None,
        }
    )
    await ask(work, recorded.account, command, cause)


async def _ask_what_next(
    work: UnitOfWork, recorded: Envelope[TaskCompleted], task: Task, cause: Cause
) -> None:
    """Nothing falls silent: behind the last step somebody decides, until an outcome is reached."""
    created = task.created
    if created.receivable_id is None or created.enrolment_id is None:
        return
    enrolment = await work.state(ENROLMENT, enrolment_of(recorded.account, created.receivable_id))
    if not isinstance(enrolment, Enrolment) or enrolment.outcome is not Outcome.EXHAUSTED:
        return
    others = await work.listed(OPEN_TASKS, recorded.account, within=created.enrolment_id)
    if not enrolment.balance or set(others) - {created.task_id}:
        return
    command = CreateTask(
        task_id=TaskId(derived("tsk", created.task_id, "next")),
        **enrolment.ids,
        creditor_id=enrolment.creditor_id,
        kind=TaskKind.REVIEW,
        script=DECIDE_WHAT_NEXT,
        not_before=cause.at + ASKED_AGAIN,
    )
    await ask(work, recorded.account, command, cause)


async def ask_to_file(work: UnitOfWork, recorded: Envelope[LastResortChosen], cause: Cause) -> None:
    """Somebody files it, with what it needs and by the day that the law sets."""
    chosen = recorded.event
    if chosen.choice not in (LastResort.COURT, LastResort.LIEN):
        return
    by = (
        f"No deadline is known here: ask counsel for it{' at once' if chosen.choice is LastResort.LIEN else ''}."
        if chosen.deadline_on is None
        else f"Record it by {chosen.deadline_on} ({chosen.deadline_source}; have counsel confirm it)."
    )
    command = CreateTask(
        task_id=TaskId(derived("tsk", chosen.last_resort_id)),
        **chosen.model_dump(
            include={"customer_id", "creditor_id", "enrolment_id", "invoice_id", "receivable_id"}
        ),
        kind=TaskKind.REVIEW,
        script=f"File it ({chosen.choice}). {by} It needs: {'; '.join(chosen.documents)}.",
        due_on=chosen.deadline_on,
    )
    await ask(work, recorded.account, command, cause)


async def ask_after_refusal(
    work: UnitOfWork, recorded: Envelope[LastResortRefused], cause: Cause
) -> None:
    """What a second person refused is decided anew."""
    refused = recorded.event
    day = local_date(cause.at, "UTC")
    command = CreateTask(
        task_id=TaskId(derived("tsk", refused.last_resort_id, day)),
        **refused.model_dump(
            include={"customer_id", "creditor_id", "enrolment_id", "invoice_id", "receivable_id"}
        ),
        kind=TaskKind.REVIEW,
        script=f"The last resort ({refused.choice}) was refused: {refused.reason} {DECIDE_WHAT_NEXT}",
    )
    await ask(work, recorded.account, command, cause)
