"""When the days are over for which money was looked for; what calls that fall due together will read."""

from collections.abc import Sequence
from datetime import datetime

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.contact_rounds.handlers import foresee_enrolments
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.due_steps import task_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.tasks.domain.commands import EndSearch
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS
from workflow_scheduler.tasks.domain.task import TASK


async def end_search(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """Answer the timer "search" of a task."""
    await work.execute(TASK, stream, EndSearch(), cause)


async def foresee_calls(work: UnitOfWork, streams: Sequence[Stream]) -> None:
    """The tasks they ask for are new; that is looked up for all of a batch at once."""
    await foresee_enrolments(work, streams)
    tasks: list[Stream] = []
    for stream in streams:
        state = await work.state(ENROLMENT, stream)
        if isinstance(state, Enrolment):
            tasks.append(TASK.stream(*stream.account, task_of(state)))
    documents = [DocumentKey(each.account, OPEN_TASKS.name, each.id) for each in tasks]
    await work.preload(streams=tasks, documents=documents)
