"""When a moment comes: the steps that are due are taken, and the calls among them become tasks."""

from datetime import datetime

from recoup_events.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.events import CallAsked
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.task import TASK


async def take_due_steps(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "step" of an enrolment."""
    for recorded in await work.execute(ENROLMENT, stream, TakeDueSteps(now=now), cause):
        if isinstance(recorded.event, CallAsked):
            task = TASK.stream(*stream.account, recorded.event.task_id)
            await work.execute(TASK, task, CreateTask(**recorded.event.model_dump()), cause)
