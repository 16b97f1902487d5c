"""Applies a credit note to invoices and takes it off them, in the transaction that owns the account."""

from collections.abc import Sequence
from typing import cast

from invoice.allocations.domain.errors import NothingAllocated, NumberAmbiguous, UnknownAllocation
from invoice.allocations.domain.funds import Share
from invoice.allocations.handlers import (
    charges_first,
    find_shares,
    paid_stream,
    take_discounts,
    today_for,
    unapply,
)
from invoice.credit_notes.domain.commands import (
    AllocateCreditNote,
    CancelCreditNote,
    IssueCreditNote,
    UnallocateCreditNote,
)
from invoice.credit_notes.domain.credit_note import CREDIT_NOTE, credit_note_of
from invoice.invoices.domain.commands import ApplyCredit, CreditDispute
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from invoice.invoices.handlers import asked_for
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.invoice import (
    CreditNoteAllocated,
    CreditUnapplied,
    InvoiceCredited,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import AllocationId, CreditNoteId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date


async def allocate_credit_note(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], cause: Cause
) -> None:
    """Lower what is owed on the invoices named; refused where a number fits several."""
    note = credit_note_of(await work.state(CREDIT_NOTE, stream))
    found = await find_shares(work, stream.account, note.funds, references)
    if found.ambiguous:
        raise NumberAmbiguous.of(found.ambiguous[0])
    if found.shares:
        await allocate_credit(work, stream, found.shares, cause)


async def allocate_credit(
    work: UnitOfWork, stream: Stream, shares: Sequence[Share], cause: Cause
) -> None:
    """Apply these parts of a credit note, and give the discounts that they earn."""
    note = credit_note_of(await work.state(CREDIT_NOTE, stream))
    command = AllocateCreditNote(shares=tuple(shares))
    (allocated,) = await work.execute(CREDIT_NOTE, stream, command, cause)
    allocations = cast(CreditNoteAllocated, allocated.event).allocations
    for part in await charges_first(work, stream.account, allocations):
        apply = ApplyCredit(
            credit_note_id=note.issued.credit_note_id,
            receivable_id=part.receivable_id,
            allocation_id=part.allocation_id,
            number=note.issued.number,
            amount=part.amount,
            applied_on=part.applied_on,
            reason=note.issued.reason,
        )
        await work.execute(INVOICE, paid_stream(stream.account, part), apply, cause)
    await take_discounts(work, stream.account, allocations, cause)


async def allocate_more(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], cause: Cause
) -> None:
    before = credit_note_of(await work.state(CREDIT_NOTE, stream)).funds.unapplied
    await allocate_credit_note(work, stream, references, cause)
    if credit_note_of(await work.state(CREDIT_NOTE, stream)).funds.unapplied == before:
        raise NothingAllocated(
            f"Nothing was allocated: {before} of the credit note are left, and there is nothing "
            "owed that they could lower; read the credit note and its invoices again."
        )


async def unallocate_credit_note(
    work: UnitOfWork, stream: Stream, id: AllocationId, reason: str, cause: Cause
) -> None:
    note = credit_note_of(await work.state(CREDIT_NOTE, stream))
    allocation = note.funds.allocations.get(id)
    if allocation is None or note.issued.dispute_id is not None:
        raise UnknownAllocation.of(id)
    today = await today_for(work, stream.account, [allocation], cause)
    remaining = {id: Money.zero(note.funds.currency)}
    command = UnallocateCreditNote(remaining=remaining, reason=reason, today=today, held=True)
    await work.execute(CREDIT_NOTE, stream, command, cause)
    await unapply(work, stream.account, {id: allocation}, reason, today, cause)


async def cancel_credit_note(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    """It is worth nothing any more: what it was applied to is owed again."""
    note = credit_note_of(await work.state(CREDIT_NOTE, stream))
    allocations = note.funds.allocations
    today = await today_for(work, stream.account, list(allocations.values()), cause)
    await work.execute(CREDIT_NOTE, stream, CancelCreditNote(reason=reason, today=today), cause)
    await unapply(work, stream.account, allocations, reason, today, cause, undone=True)


async def grant_credit(
    work: UnitOfWork,
    note: Stream,
    upheld: DisputeUpheld | DisputePartlyUpheld,
    cause: Cause,
) -> None:
    """The whole grant is a credit note: as much as its invoice is over, and the rest on account."""
    credits = await asked_for(work, note.account, upheld.credits)
    invoice = issued_invoice(
        await work.state(INVOICE, INVOICE.stream(*note.account, credits[0].invoice_id))
    )
    if invoice.cancelled or await work.exists(note):
        return
    id, today = CreditNoteId(note.id), local_date(cause.at, invoice.time_zone)
    issue = IssueCreditNote(
        credit_note_id=id,
        customer_id=upheld.customer_id,
        creditor_id=invoice.issued.creditor_id,
        source="recoup",
        external_id=upheld.dispute_id,
        number=upheld.dispute_id,
        amount=upheld.credit,
        tax=None,
        issue_date=max(today, invoice.issued.issue_date),
        reason=upheld.reason,
        dispute_id=upheld.dispute_id,
    )
    await work.execute(CREDIT_NOTE, note, issue, cause)
    await _credit(work, note, invoice, credits, upheld, cause)


async def _credit(
    work: UnitOfWork,
    note: Stream,
    invoice: Invoice,
    credits: Sequence[Slice],
    upheld: DisputeUpheld | DisputePartlyUpheld,
    cause: Cause,
) -> None:
    """What an invoice has no room for was paid on those that it continues."""
    funds = credit_note_of(await work.state(CREDIT_NOTE, note)).funds
    credit = CreditDispute(
        dispute_id=upheld.dispute_id,
        credit_note_id=CreditNoteId(note.id),
        credits=tuple(credits),
        allocations=funds.given,
        reason=upheld.reason,
        at=cause.at,
    )
    stream = INVOICE.stream(*note.account, invoice.issued.invoice_id)
    recorded = await work.execute(INVOICE, stream, credit, cause)
    credited = [e.event for e in recorded if isinstance(e.event, InvoiceCredited)]
    shares = [
        Share.of(invoice, event.receivable_id, event.amount) for event in credited if event.amount
    ]
    if shares:
        await work.execute(CREDIT_NOTE, note, AllocateCreditNote(shares=tuple(shares)), cause)
    for id in invoice.continues:
        left = credit_note_of(await work.state(CREDIT_NOTE, note)).funds.unapplied
        before = issued_invoice(await work.state(INVOICE, INVOICE.stream(*note.account, id)))
        if left:
            slices = [
                Slice(invoice_id=id, receivable_id=before.terms[0].receivable_id, amount=left)
            ]
            await _credit(work, note, before, slices, upheld, cause)


async def follow_unapplied(
    work: UnitOfWork, taken: Envelope[CreditUnapplied], cause: Cause
) -> None:
    """What an invoice gave back is on account; where the note gave first, nothing is left to do."""
    event = taken.event
    command = UnallocateCreditNote(
        remaining={event.allocation_id: event.remaining},
        reason=event.reason,
        today=event.unapplied_on,
    )
    stream = CREDIT_NOTE.stream(taken.tenant, taken.account.key, event.credit_note_id)
    if await work.exists(stream):
        await work.execute(CREDIT_NOTE, stream, command, cause)
