"""A step that asks for a call becomes a task, and what ends the reason to call closes it."""

from recoup_events.invoice import (
    Continuation,
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceEvent,
    InvoiceWrittenOff,
)
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import EnrolmentId, TaskId, derived
from recoup_events.workflow_scheduler import ClosingReason, Outcome
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.balance import balances_of
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import CallAsked
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.tasks.domain.commands import CloseTask, CompleteTask, CreateTask
from workflow_scheduler.tasks.domain.errors import UnknownCall
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS
from workflow_scheduler.tasks.domain.permitted_calls import PERMITTED_CALLS
from workflow_scheduler.tasks.domain.pointless import closed_by, closed_by_conditions
from workflow_scheduler.tasks.domain.task import TASK, State, Task

_ENDS = {
    InvoiceCancelled: ClosingReason.CANCELLED,
    InvoiceWrittenOff: ClosingReason.WRITTEN_OFF,
}
"""What else than money may have settled it."""


async def create_task(work: UnitOfWork, asked: Envelope[CallAsked], cause: Cause) -> None:
    task = TASK.stream(*asked.account, asked.event.task_id)
    await work.execute(TASK, task, CreateTask(**asked.event.model_dump()), cause)


async def complete_task(
    work: UnitOfWork, stream: Stream, command: CompleteTask, cause: Cause
) -> None:
    """The call it names was permitted, so it is counted."""
    if command.call_id is not None:
        call = await work.document(PERMITTED_CALLS, stream.account, command.call_id)
        if not call.arrived:
            raise UnknownCall(
                "No such permitted call of this customer has arrived here; check the id, and if it "
                "has just been asked for, send this again in a few seconds.",
                pointer="/call_id",
            )
    await work.execute(TASK, stream, command, cause)


async def close_with_enrolment(work: UnitOfWork, recorded: Envelope[Event], cause: Cause) -> None:
    """What happens to an enrolment may end the reason to call."""
    reason = closed_by(recorded.event)
    if reason is not None:
        enrolment = EnrolmentId(recorded.stream.id)
        await _close(work, recorded.account, enrolment, reason, cause)


async def close_decision(work: UnitOfWork, received: Envelope[InvoiceEvent], cause: Cause) -> None:
    """An enrolment that had ended as exhausted, with the decision left to a person, ends no more."""
    reason = _ENDS.get(type(received.event), ClosingReason.PAID)
    for id, balance in balances_of(received.event).items():
        enrolment = await work.state(ENROLMENT, enrolment_of(received.account, id))
        exhausted = isinstance(enrolment, Enrolment) and enrolment.outcome is Outcome.EXHAUSTED
        if exhausted and not balance:
            await _close(work, received.account, enrolled(enrolment).enrolment_id, reason, cause)


async def move_tasks(work: UnitOfWork, received: Envelope[InvoiceContinued], cause: Cause) -> None:
    """A call that is still to be made is one about what continues the invoice."""
    for each in received.event.continuations:
        old = enrolment_id(received.tenant, each.receivable_id)
        for id in await work.listed(OPEN_TASKS, received.account, within=old):
            stream = TASK.stream(*received.account, id)
            command = _anew(await work.state(TASK, stream), received, each)
            await work.execute(TASK, stream, CloseTask(reason=ClosingReason.CONTINUED), cause)
            task = TASK.stream(*received.account, command.task_id)
            await work.execute(TASK, task, command, cause)


def _anew(
    state: State, received: Envelope[InvoiceContinued], continuation: Continuation
) -> CreateTask:
    assert isinstance(state, Task), "only tasks that were created are listed"
    enrolment = enrolment_id(received.tenant, continuation.continued_by)
    return CreateTask(
        task_id=TaskId(derived("tsk", enrolment, state.created.task_id)),
        enrolment_id=enrolment,
        invoice_id=received.event.continued_by,
        receivable_id=continuation.continued_by,
        customer_id=received.event.customer_id,
        script=state.created.script,
    )


async def close_while_restrained(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """On the day from which a condition counts."""
    account, in_force = recorded.account, recorded.event.in_force
    for id, task in (await work.listed(OPEN_TASKS, account)).items() if in_force else ():
        enrolment = await work.state(ENROLMENT, ENROLMENT.stream(*account, task.enrolment_id or ""))
        reason = closed_by_conditions(in_force, enrolled(enrolment).creditor_id)
        if reason is not None:
            await work.execute(TASK, TASK.stream(*account, id), CloseTask(reason=reason), cause)


async def _close(
    work: UnitOfWork, account: Account, enrolment: EnrolmentId, reason: ClosingReason, cause: Cause
) -> None:
    for id in await work.listed(OPEN_TASKS, account, within=enrolment):
        await work.execute(TASK, TASK.stream(*account, id), CloseTask(reason=reason), cause)
