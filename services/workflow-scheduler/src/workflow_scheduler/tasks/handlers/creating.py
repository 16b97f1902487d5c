"""Who asks for a task: a step, what was received, an answer, or a person."""

from datetime import date, datetime

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, EnrolmentId, TaskId
from recoup_events.workflow_scheduler import TaskKind
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import TaskAsked
from workflow_scheduler.tasks.domain.commands import CreateTask
from workflow_scheduler.tasks.domain.errors import (
    CreditorUnfit,
    MomentUnfit,
    UnknownCustomer,
    UnknownEnrolment,
)
from workflow_scheduler.tasks.domain.task import TASK
from workflow_scheduler.tasks.handlers.sharing import assign


async def create_task(work: UnitOfWork, asked: Envelope[TaskAsked], cause: Cause) -> None:
    """A step asks for a call, or for a decision."""
    enrolment = enrolled(await work.state(ENROLMENT, asked.stream))
    command = CreateTask(
        **asked.event.model_dump(exclude={"kind"}),
        creditor_id=enrolment.creditor_id,
        kind=asked.event.kind or _kind_of_step(asked.event),
    )
    await ask(work, asked.account, command, cause)


def _kind_of_step(asked: TaskAsked) -> TaskKind:
    return TaskKind.CALL if asked.measure is None else TaskKind.ESCALATION


async def ask(work: UnitOfWork, account: Account, command: CreateTask, cause: Cause) -> bool:
    """Create a task of a customer, unless one of its id is there; says whether it did.

    Derive the id from what asks for it (``derived("tsk", ...)``): asked twice, it is one task.
    """
    stream = TASK.stream(*account, command.task_id)
    if await work.exists(stream):
        return False
    await work.execute(TASK, stream, command, cause)
    return True


class RequestedTask(Value):
    """What a person wants to have done."""

    task_id: TaskId
    customer_id: CustomerId
    kind: TaskKind
    script: str
    enrolment_id: EnrolmentId | None
    creditor_id: CreditorId | None
    not_before: datetime | None
    due_on: date | None
    owner: str | None
    team: str | None


async def create_requested(
    work: UnitOfWork, stream: Stream, task: RequestedTask, cause: Cause, *, customer_at: str
) -> None:
    """Create it, and let its owner have it; ``customer_at`` points at the customer in the request."""
    await _check_day(work, stream.account, task, cause, customer_at)
    enrolment = await _enrolment(work, stream.account, task)
    creditor_id = task.creditor_id if enrolment is None else enrolment.creditor_id
    if task.kind is TaskKind.CALL and creditor_id is None:
        raise CreditorUnfit(
            "Send the creditor in whose name to call, or the enrolment to call about.",
            pointer="/creditor",
        )
    if enrolment is not None and task.creditor_id not in (None, creditor_id):
        raise CreditorUnfit(
            "The enrolment is of another creditor; leave the creditor out.", pointer="/creditor"
        )
    command = CreateTask(
        **task.model_dump(exclude={"owner", "team"})
        | ({} if enrolment is None else dict(enrolment.ids))
        | {"creditor_id": creditor_id},
    )
    await work.execute(TASK, stream, command, cause)
    if task.owner is not None or task.team is not None:
        await assign(work, stream, task.owner, task.team, cause)


async def _check_day(
    work: UnitOfWork, account: Account, task: RequestedTask, cause: Cause, customer_at: str
) -> None:
    debtor = await work.document(DEBTOR, account, account.key)
    if debtor.time_zone is None:
        raise UnknownCustomer(
            "No such customer has arrived here; check the id, and if the customer has just been "
            "registered, send this again in a few seconds.",
            pointer=customer_at,
        )
    today = local_date(cause.at, debtor.calendar)
    if task.due_on is not None and task.due_on < today:
        raise MomentUnfit(
            f"Send today or a later day: at the customer it is {today}.", pointer="/due_on"
        )


async def _enrolment(work: UnitOfWork, account: Account, task: RequestedTask) -> Enrolment | None:
    if task.enrolment_id is None:
        return None
    found = await work.state(ENROLMENT, ENROLMENT.stream(*account, task.enrolment_id))
    if not isinstance(found, Enrolment):
        raise UnknownEnrolment(
            "This customer has no such enrolment; GET /v1/enrolments lists them.",
            pointer="/enrolment_id",
        )
    return found
