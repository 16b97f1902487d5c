"""What people decide in the workflow-scheduler is done to the invoice here."""

from collections.abc import Sequence

from invoice.invoices.domain.commands import Accelerate, WriteOff
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, InvoiceState, State
from invoice.invoices.handlers import write_off
from recoup_events.invoice import Origin
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import LastResort, LastResortChosen, Measure, MeasureTaken
from recoup_eventstore.work import UnitOfWork

OWING = (InvoiceState.OPEN, InvoiceState.OVERDUE)


def decided_on(
    received: Envelope[LastResortChosen] | Envelope[MeasureTaken],
) -> Sequence[Stream]:
    """The stream a reaction will load."""
    return [INVOICE.stream(*received.account, received.event.invoice_id)]


async def forgive(work: UnitOfWork, received: Envelope[LastResortChosen], cause: Cause) -> None:
    """Two people chose forgiveness; over the creditor's limit it waits in the approvals all the same."""
    chosen = received.event
    (stream,) = decided_on(received)
    invoice = await work.state(INVOICE, stream)
    if chosen.choice is not LastResort.FORGIVENESS or not isinstance(invoice, Invoice):
        return
    if invoice.state not in OWING:
        return
    command = WriteOff(
        amount=min(invoice.balance, chosen.amount),
        origin=Origin.RECOUP,
        reason=chosen.reason,
        at=cause.at,
    )
    await write_off(work, stream, command, cause)


async def accelerate(work: UnitOfWork, received: Envelope[MeasureTaken], cause: Cause) -> None:
    """What is not due yet becomes due, where something is still owed."""
    (stream,) = decided_on(received)
    if received.event.measure is Measure.ACCELERATION and _owes(await work.state(INVOICE, stream)):
        command = Accelerate(reason="Accelerated by a person's decision.", at=cause.at)
        await work.execute(INVOICE, stream, command, cause)


def _owes(invoice: State) -> bool:
    return isinstance(invoice, Invoice) and invoice.state in OWING
