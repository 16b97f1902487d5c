"""What ends the reason for a task closes it."""

from collections.abc import Collection

from recoup_events.invoice import (
    Continuation,
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceEvent,
    InvoiceWrittenOff,
)
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import EnrolmentId, TaskId, derived
from recoup_events.workflow_scheduler import ClosingReason, EnrolmentEnded, Outcome, TaskKind
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.balance import balances_of
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import OWED_NO_MORE, Enrolment
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.tasks.domain.commands import CloseTask, CreateTask
from workflow_scheduler.tasks.domain.kinds import OF_CONTACT, OF_MONEY
from workflow_scheduler.tasks.domain.open_tasks import OF_CUSTOMER, OPEN_TASKS
from workflow_scheduler.tasks.domain.pointless import closed_by, closed_by_conditions
from workflow_scheduler.tasks.domain.task import TASK, State, Task

_ENDS = {
    InvoiceCancelled: ClosingReason.CANCELLED,
    InvoiceWrittenOff: ClosingReason.WRITTEN_OFF,
}
"""What else than money may have settled it."""


async def close_with_enrolment(work: UnitOfWork, recorded: Envelope[Event], cause: Cause) -> None:
    """What happens to an enrolment may end the reason to call."""
    reason = closed_by(recorded.event)
    if reason is not None:
        await _close_within(work, recorded.account, recorded.stream.id, reason, cause)


async def close_of_customer(
    work: UnitOfWork, recorded: Envelope[EnrolmentEnded], cause: Cause
) -> None:
    """Nobody looks for the address of somebody who owes nothing any more."""
    reason = closed_by(recorded.event)
    if reason is None or recorded.event.outcome not in OWED_NO_MORE:
        return
    if not await work.listed(OPEN_ENROLMENTS, recorded.account, limit=1):
        await _close_within(work, recorded.account, OF_CUSTOMER, reason, cause)


async def close_decision(work: UnitOfWork, received: Envelope[InvoiceEvent], cause: Cause) -> None:
    """An enrolment that had ended as exhausted, with the decision left to a person, ends no more."""
    reason = _ENDS.get(type(received.event), ClosingReason.PAID)
    for id, balance in balances_of(received.event).items():
        enrolment = await work.state(ENROLMENT, enrolment_of(received.account, id))
        exhausted = isinstance(enrolment, Enrolment) and enrolment.outcome is Outcome.EXHAUSTED
        if exhausted and not balance:
            within = enrolled(enrolment).enrolment_id
            await _close_within(work, received.account, within, reason, cause)


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
        **dict(state.created)
        | {
            "task_id": TaskId(derived("tsk", enrolment, state.created.task_id)),
            "enrolment_id": enrolment,
            "invoice_id": received.event.continued_by,
            "receivable_id": continuation.continued_by,
            "customer_id": received.event.customer_id,
            "due_on": state.due_on,
        }
    )


async def close_while_restrained(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """On the day from which a condition counts."""
    account, in_force = recorded.account, recorded.event.in_force
    for id, task in (await work.listed(OPEN_TASKS, account)).items() if in_force else ():
        reason = closed_by_conditions(in_force, task.creditor_id)
        if reason is not None and task.kind in OF_CONTACT:
            await close(work, account, id, reason, cause)


async def close(
    work: UnitOfWork, account: Account, id: str, reason: ClosingReason, cause: Cause
) -> None:
    """Close an open task; one that is done or closed stays as it is."""
    await work.execute(TASK, TASK.stream(*account, id), CloseTask(reason=reason), cause)


async def _close_within(
    work: UnitOfWork,
    account: Account,
    within: EnrolmentId | str,
    reason: ClosingReason,
    cause: Cause,
    kinds: Collection[TaskKind] = OF_MONEY,
) -> None:
    """Of the kinds for which there is no reason without money to chase."""
    for id, task in (await work.listed(OPEN_TASKS, account, within=within)).items():
        if task.kind in kinds:
            await close(work, account, id, reason, cause)
