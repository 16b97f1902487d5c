"""What becomes of charges when something is booked late, a moratorium is recorded, or the debt is paid."""

from collections.abc import Sequence
from datetime import timedelta

from invoice.allocations.handlers import load_invoices
from invoice.charges.domain.charged_invoices import (
    CHARGED_INVOICES,
    ChargedInvoice,
    years_between,
)
from invoice.charges.domain.lowering import lowered
from invoice.charges.handlers.assessing import authority_over, charges_of
from invoice.creditors.handlers import creditor_of
from invoice.interest.domain.frozen import FROZEN_INTEREST, may_freeze
from invoice.invoices.domain.commands import AdjustInvoice, ChangeChase, WriteOff
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import InvoiceState, issued_invoice
from recoup_compliance.conditions import EFFECTS
from recoup_events.invoice import (
    Chase,
    CustomerConditionRecorded,
    InvoiceAdjusted,
    InvoiceCancelled,
    InvoiceCredited,
    InvoicePaid,
    OncePaid,
    Origin,
    PaymentApplied,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import PlanAgreed, PlanReinstated, PlanReopened
from recoup_eventstore.work import UnitOfWork

LessOwed = PaymentApplied | InvoiceCredited | InvoiceAdjusted | InvoiceCancelled
"""What may show that too much was charged, if it counts from a day before the charge."""
PlanRuns = PlanAgreed | PlanReinstated | PlanReopened
ANEW = "Less is owed for earlier days than was known; the charge was computed anew."
FROZEN = "A payment plan froze the interest of these days; the charge was computed anew."
MORATORIUM = "Days of a moratorium bear no interest and no fees; the charge was computed anew."
PAID = "The invoice it was charged for is paid."


async def follow_less_owed(work: UnitOfWork, recorded: Envelope[LessOwed], cause: Cause) -> None:
    """What was charged and should not have been is taken back; what was paid on it goes on account."""
    await _compute_anew(work, recorded.stream, ANEW, cause)


async def follow_condition(
    work: UnitOfWork, recorded: Envelope[CustomerConditionRecorded], cause: Cause
) -> None:
    """What was charged for days that turn out to bear none is taken back, paid or not."""
    account, first_day = recorded.account, recorded.event.effective_from
    if EFFECTS[recorded.event.condition].interest_free is None:
        return
    charged = dict[str, ChargedInvoice]()
    for year in years_between(first_day, cause.at.date() + timedelta(days=1)):
        charged |= await work.listed(CHARGED_INVOICES, account, within=year)
    streams = [
        INVOICE.stream(*account, id) for id, each in charged.items() if each.until >= first_day
    ]
    await load_invoices(work, streams)
    for stream in streams:
        await _compute_anew(work, stream, MORATORIUM, cause)


def invoices_of(received: Envelope[PlanRuns]) -> Sequence[Stream]:
    if not may_freeze(received.event):
        return []
    ids = dict.fromkeys(slice.invoice_id for slice in received.event.slices)
    return [INVOICE.stream(*received.account, id) for id in ids]


async def follow_frozen(work: UnitOfWork, received: Envelope[PlanRuns], cause: Cause) -> None:
    """What was charged for days that a plan has frozen, as it was heard of late or runs again."""
    event, streams = received.event, invoices_of(received)
    if not streams:
        return
    # A plan freezes all that it covers, or nothing.
    covered = event.slices[0].receivable_id
    frozen = await work.document(FROZEN_INTEREST, received.account, covered)
    if event.plan_id in frozen.plans:
        for stream in streams:
            await _compute_anew(work, stream, FROZEN, cause)


async def _compute_anew(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    invoice = issued_invoice(await work.state(INVOICE, stream))
    if not invoice.charges:
        return
    documents = await charges_of(work, stream, invoice)
    nothing = Money.zero(invoice.currency)
    asked_for = {
        id: nothing if document.cancelled else document.total
        for id, (_, document) in documents.items()
    }
    laws = {each.authority for each in invoice.charges}
    by = {law: await authority_over(work, stream, invoice, law) for law in laws}
    for id, change in lowered(invoice, by, asked_for).items():
        document, _ = documents[id]
        adjust = AdjustInvoice(change=change, origin=Origin.RECOUP, reason=reason, at=cause.at)
        await work.execute(INVOICE, document, adjust, cause)


async def follow_paid(work: UnitOfWork, paid: Envelope[InvoicePaid], cause: Cause) -> None:
    """Once the invoice is paid its charges are what the creditor decided about them."""
    invoice = issued_invoice(await work.state(INVOICE, paid.stream))
    if not invoice.charges:
        return
    creditor = await creditor_of(work, paid.tenant, invoice.issued.creditor_id)
    command = _once_paid(creditor.books.charges_once_paid, cause)
    if command is None:
        return
    for stream, document in (await charges_of(work, paid.stream, invoice)).values():
        if document.state in (InvoiceState.OPEN, InvoiceState.OVERDUE):
            await work.execute(INVOICE, stream, command, cause)


def _once_paid(policy: OncePaid, cause: Cause) -> WriteOff | ChangeChase | None:
    match policy:
        case OncePaid.WAIVE:
            return WriteOff(amount=None, origin=Origin.RECOUP, reason=PAID, at=cause.at)
        case OncePaid.KEEP:
            return ChangeChase(chase=Chase.NEVER, chase_from=None)
        case OncePaid.CHASE:
            return None
