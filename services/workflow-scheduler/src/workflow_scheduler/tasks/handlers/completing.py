"""How a task is completed, and what follows from the answer."""

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import PauseCause
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import EndPause
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.tasks.domain.commands import CompleteTask, RecordAnswers
from workflow_scheduler.tasks.domain.errors import UnknownCall
from workflow_scheduler.tasks.domain.permitted_calls import PERMITTED_CALLS
from workflow_scheduler.tasks.domain.task import TASK, Task
from workflow_scheduler.tasks.handlers.answering import Answer, answers_of, follow


async def complete_task(
    work: UnitOfWork, stream: Stream, command: CompleteTask, answer: Answer, cause: Cause
) -> None:
    """The call it names was permitted, so it is counted; the answer drives what follows."""
    if command.call_id is not None:
        call = await work.document(PERMITTED_CALLS, stream.account, command.call_id)
        if not call.arrived:
            raise UnknownCall(
                "No such permitted call of this customer has arrived here; check the id, and if it "
                "has just been asked for, send this again in a few seconds.",
                pointer="/call_id",
            )
    await work.execute(TASK, stream, command, cause)
    task = await work.state(TASK, stream)
    assert isinstance(task, Task), "what was completed was created"
    answers = await answers_of(work, task.created, command, answer, stream.account)
    if answers:
        await work.execute(TASK, stream, RecordAnswers(answers=tuple(answers)), cause)
    await follow(work, stream, task.created, command, answer, cause)


async def end_search(work: UnitOfWork, recorded: Envelope[Event], cause: Cause) -> None:
    """What was paused while money was looked for is chased again."""
    task = await work.state(TASK, recorded.stream)
    assert isinstance(task, Task), "what ended was created"
    if task.created.pauses_until is None or task.created.enrolment_id is None:
        return
    enrolment = ENROLMENT.stream(*recorded.account, task.created.enrolment_id)
    end = EndPause(now=cause.at, cause=PauseCause.SAID_TO_BE_PAID, cause_id=task.created.task_id)
    await work.execute(ENROLMENT, enrolment, end, cause)
