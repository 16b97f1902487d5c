"""What an invoice needs others for: its creditor's books, and the invoices that it continues."""

from collections.abc import Mapping, Sequence

from invoice.approvals.handlers import request_approval
from invoice.creditors.handlers import creditor_of
from invoice.invoices.domain.commands import (
    AdjustInvoice,
    AgeInvoice,
    ContinueInvoice,
    IssueInvoice,
    TakeDiscount,
    WriteOff,
)
from invoice.invoices.domain.continuing import (
    Successor,
    chase_of,
    check_continued,
    check_unplanned,
    continuations,
    differences,
)
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import ContinuationUnacceptable
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from invoice.invoices.domain.payment_reference import derived_reference
from invoice.invoices.domain.running_plans import RUNNING_PLANS
from recoup_events.invoice import (
    ApprovalApproved,
    Books,
    Continuation,
    CreditUnapplied,
    InvoiceAdjusted,
    InvoiceDiscountReversed,
    InvoiceWriteOff,
    InvoiceWriteOffReversed,
    PaymentUnapplied,
)
from recoup_events.invoice.creditor import PaymentReferences, PaymentTolerance
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.continuing import moved

OwedAgain = (
    PaymentUnapplied
    | CreditUnapplied
    | InvoiceDiscountReversed
    | InvoiceWriteOffReversed
    | InvoiceAdjusted
)
"""What makes an invoice owe more, also when another one continues it."""


async def write_off(
    work: UnitOfWork, stream: Stream, command: WriteOff, cause: Cause
) -> Stream | None:
    """The approval it waits for, if it takes two people; what cannot be done is refused at once."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    amount = invoice.balance if command.amount is None else command.amount
    if not _takes_two(amount, invoice, creditor.books):
        await work.execute(INVOICE, stream, command, cause)
        return None
    INVOICE.decide(command, invoice)
    request = InvoiceWriteOff(
        **invoice.ids,
        creditor_id=creditor.creditor_id,
        amount=amount,
        taxes=command.taxes,
        origin=command.origin,
        reason=command.reason,
    )
    return await request_approval(work, stream.account, request, cause)


def _takes_two(amount: Money, invoice: Invoice, books: Books) -> bool:
    """Whether it exceeds the creditor's limit with what of the invoice is written off already."""
    limit = books.write_off_limit
    if limit is None or amount.currency != invoice.currency:
        return False
    return limit.currency != invoice.currency or limit < invoice.written_off + amount


async def follow_approved(
    work: UnitOfWork, approved: Envelope[ApprovalApproved], cause: Cause
) -> None:
    """A second person agreed: it is written off as of now, or refused where less is owed by now."""
    request = approved.event.request
    if isinstance(request, InvoiceWriteOff):
        command = WriteOff(
            amount=request.amount,
            taxes=request.taxes,
            origin=request.origin,
            reason=request.reason,
            at=cause.at,
        )
        stream = INVOICE.stream(approved.tenant, approved.account.key, request.invoice_id)
        await work.execute(INVOICE, stream, command, cause)


async def with_reference(work: UnitOfWork, stream: Stream, command: IssueInvoice) -> IssueInvoice:
    """What its payer is asked to name, where its creditor wants that of every invoice."""
    if command.payment_reference is not None:
        return command
    books = (await creditor_of(work, stream.account.tenant, command.creditor_id)).books
    if books.payment_references is PaymentReferences.NONE:
        return command
    reference = derived_reference(command.invoice_id)
    return command.model_copy(update={"payment_reference": reference})


async def take_discount(
    work: UnitOfWork, stream: Stream, cause: Cause, charges: Money | None = None
) -> None:
    """What is left of an invoice may be its discount, or little enough, as its creditor counts."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    if not invoice.balance:
        return
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    tolerated = creditor.books.payment_tolerance
    if not invoice.issued.discounts and tolerated == PaymentTolerance():
        return
    command = TakeDiscount(
        tolerance=creditor.books.discount_tolerance,
        payment_tolerance=tolerated,
        charges=charges,
    )
    await work.execute(INVOICE, stream, command, cause)


async def issue_in_place_of(
    work: UnitOfWork,
    stream: Stream,
    command: IssueInvoice,
    ids: Sequence[InvoiceId],
    difference_reason: str | None,
    cause: Cause,
) -> None:
    """Issue it over what is owed on these invoices, which are asked for no more."""
    by = Successor(command.creditor_id, command.total, command.issue_date)
    streams = {id: INVOICE.stream(*stream.account, id) for id in ids}
    documents = [DocumentKey(stream.account, RUNNING_PLANS.name, id) for id in streams]
    await work.preload(streams.values(), documents)
    named = [await _named(work, nth, each) for nth, each in enumerate(streams.values())]
    for nth, invoice in enumerate(named):
        check_continued(nth, invoice, by)
        known = await work.document(RUNNING_PLANS, stream.account, invoice.issued.invoice_id)
        check_unplanned(nth, invoice, known)
    for id, changes in differences(named, by, difference_reason).items():
        adjust = AdjustInvoice(
            change=total(changes.values(), by.total.currency),
            by_place=changes,
            reason=difference_reason or "",
            at=cause.at,
        )
        await work.execute(INVOICE, streams[id], adjust, cause)
    owed = [issued_invoice(await work.state(INVOICE, each)) for each in streams.values()]
    terms, continued = continuations(command.invoice_id, owed)
    chase, chase_from = chase_of(owed)
    update = {"terms": terms, "continues": continued, "chase": chase, "chase_from": chase_from}
    for id, each in streams.items():
        end = ContinueInvoice(
            continued_by=command.invoice_id,
            continuations=tuple(one for one in continued if one.invoice_id == id),
            effective_on=command.issue_date,
            reason=f"Invoice {command.number} is asked for in its place.",
        )
        await work.execute(INVOICE, each, end, cause)
    await work.execute(INVOICE, stream, command.model_copy(update=update), cause)
    if issued_invoice(await work.state(INVOICE, stream)).balance:
        await work.execute(INVOICE, stream, AgeInvoice(at=cause.at), cause)


async def _named(work: UnitOfWork, nth: int, stream: Stream) -> Invoice:
    invoice = await work.state(INVOICE, stream)
    if not isinstance(invoice, Invoice):
        raise ContinuationUnacceptable(
            "No such invoice of this customer and creditor is here; send it first, or leave it out "
            "and say in taken how far reminding had come.",
            pointer=f"/continues/{nth}",
        )
    return invoice


async def asked_for(work: UnitOfWork, account: Account, slices: Sequence[Slice]) -> Sequence[Slice]:
    """Slices of one invoice, or of what continues it by now."""
    while True:
        invoice = await work.state(INVOICE, INVOICE.stream(*account, slices[0].invoice_id))
        if not isinstance(invoice, Invoice) or invoice.continued_by is None:
            return slices
        slices = moved(slices, invoice.continued_by, invoice.continuations)


async def pass_on(work: UnitOfWork, recorded: Envelope[OwedAgain], cause: Cause) -> None:
    """What comes to be owed on an invoice that is continued is owed on the one that continues it."""
    invoice = issued_invoice(await work.state(INVOICE, recorded.stream))
    if invoice.continued_by is None or not invoice.balance:
        return
    stream = INVOICE.stream(*recorded.account, invoice.continued_by)
    reason = recorded.event.reason
    more = AdjustInvoice(
        change=invoice.balance,
        by_place=_places(invoice, issued_invoice(await work.state(INVOICE, stream))),
        continues=invoice.issued.invoice_id,
        reason=reason,
        at=cause.at,
    )
    adjusted = next(
        each.event
        for each in await work.execute(INVOICE, stream, more, cause)
        if isinstance(each.event, InvoiceAdjusted)
    )
    end = ContinueInvoice(
        continued_by=invoice.continued_by,
        continuations=tuple(
            Continuation(
                invoice_id=invoice.issued.invoice_id,
                receivable_id=id,
                continued_by=by,
                amount=invoice.owed(id),
            )
            for id, by in invoice.continuations.items()
        ),
        effective_on=adjusted.effective_on,
        reason=reason,
    )
    await work.execute(INVOICE, recorded.stream, end, cause)


def _places(invoice: Invoice, by: Invoice) -> Mapping[int, Money]:
    """What is owed on each term, by the place of the one that continues it."""
    places = {term.receivable_id: place for place, term in enumerate(by.terms)}
    changes: dict[int, Money] = {}
    for id, continued_by in invoice.continuations.items():
        owed, place = invoice.owed(id), places[continued_by]
        if owed:
            changes[place] = changes.get(place, Money.zero(invoice.currency)) + owed
    return changes
