"""A step that asks for a call becomes a task, in the unit of work in which it asks."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.events import CallAsked
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.task import TASK


async def create_task(work: UnitOfWork, asked: Envelope[CallAsked], cause: Cause) -> None:
    task = TASK.stream(*asked.account, asked.event.task_id)
    await work.execute(TASK, task, CreateTask(**asked.event.model_dump()), cause)
