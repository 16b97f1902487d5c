"""What becomes of the invoices that are contested, and what debtors contest at an agency."""

from typing import NamedTuple

from dispute.disputes.domain.commands import MoveDispute, OpenDispute
from dispute.disputes.domain.debtor import DEBTOR
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.errors import UnknownInvoice
from dispute.disputes.domain.invoice import INVOICE
from dispute.disputes.domain.policy import DISPUTE_POLICY, dispute_policy_of
from dispute.disputes.handlers import load_for_opening
from recoup_events.dispute import Reason
from recoup_events.invoice import InvoiceContinued
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, ReceivableId, derived
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import DisputeRequested, PlacementDisputeReported
from recoup_eventstore.work import UnitOfWork


class Contested(NamedTuple):
    """What somebody else heard a debtor contest."""

    dispute_id: DisputeId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    reason: Reason
    statement: str


async def move_disputes(
    work: UnitOfWork, received: Envelope[InvoiceContinued], cause: Cause
) -> None:
    """What is contested on an invoice is contested on the one that continues it."""
    event, account = received.event, received.account
    command = MoveDispute(
        continued_by=event.continued_by,
        continuations={each.receivable_id: each.continued_by for each in event.continuations},
    )
    known = await work.document(INVOICE, account, event.invoice_id)
    streams = [DISPUTE.stream(*account, id) for id in known.contested]
    await work.preload(streams)
    for stream in streams:
        await work.execute(DISPUTE, stream, command, cause)


async def open_requested(
    work: UnitOfWork, received: Envelope[DisputeRequested], cause: Cause
) -> None:
    """A debtor said so in a call that a task had asked for."""
    request = received.event
    contested = Contested(
        *(request.dispute_id, request.invoice_id, request.receivable_id, request.amount),
        *(request.reason, request.statement),
    )
    await _open(work, received.account, contested, cause)


def dispute_of(received: Envelope[PlacementDisputeReported]) -> list[Stream]:
    """An agency's report is one dispute, whatever else it reports."""
    event = received.event
    id = derived("dsp", received.tenant, event.placement_id, event.external_id)
    return [DISPUTE.stream(*received.account, id)]


async def open_reported(
    work: UnitOfWork, received: Envelope[PlacementDisputeReported], cause: Cause
) -> None:
    """A debtor said so to an agency."""
    event = received.event
    [stream] = dispute_of(received)
    words = event.note or f"Reported by the agency {event.agency_id}."
    contested = Contested(
        *(DisputeId(stream.id), event.invoice_id, event.receivable_id, event.amount),
        *(Reason(event.reason), words),
    )
    await _open(work, received.account, contested, cause)


async def _open(work: UnitOfWork, account: Account, request: Contested, cause: Cause) -> None:
    """Contest what is still free of it; what is paid, contested or asked for elsewhere by now is not."""
    stream = DISPUTE.stream(*account, request.dispute_id)
    await load_for_opening(work, account, request.invoice_id)
    known = await work.document(INVOICE, account, request.invoice_id)
    if known.creditor_id is None:
        raise UnknownInvoice(
            "The invoice has not arrived here; redrive this once it has.", pointer="/invoice_id"
        )
    free = list(known.contestable)
    place = [slice.receivable_id for slice in free].index(request.receivable_id)
    amount = min(free[place].amount, request.amount)
    if not amount or known.continued_by is not None or await work.exists(stream):
        return
    policies = await work.state(DISPUTE_POLICY, dispute_policy_of(account.tenant))
    command = OpenDispute(
        dispute_id=request.dispute_id,
        customer_id=CustomerId(account.key),
        creditor_id=known.creditor_id,
        term=place + 1,
        amount=amount,
        reason=request.reason,
        statement=request.statement,
        invoice=known,
        at=cause.at,
        policy=policies.of(known.creditor_id),
        debtor=await work.document(DEBTOR, account, account.key),
    )
    await work.execute(DISPUTE, stream, command, cause)
