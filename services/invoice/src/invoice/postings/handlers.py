"""Each booking of Recoup's own gets a posting, in the transaction that books it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import registered_customer
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.payments.domain.payment import PAYMENT, recorded
from invoice.postings.domain.posting import POSTING, CreatePosting, posting_date
from recoup_events.invoice import (
    InvoiceAdjusted,
    InvoiceDiscountReversed,
    InvoiceDiscountTaken,
    InvoiceIssued,
    InvoiceWriteOffReversed,
    InvoiceWrittenOff,
    Origin,
    PaymentRefunded,
    PostingKind,
)
from recoup_events.invoice.charge import ChargedFor
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import PostingId, derived
from recoup_eventstore.work import UnitOfWork

OnInvoice = (
    InvoiceWrittenOff
    | InvoiceWriteOffReversed
    | InvoiceAdjusted
    | InvoiceDiscountTaken
    | InvoiceDiscountReversed
    | InvoiceIssued
)
OnPayment = PaymentRefunded | PaymentDifferenceKept | PaymentDifferenceReturned
Booked = OnInvoice | OnPayment

KINDS: Mapping[type[Booked], PostingKind] = {
    InvoiceIssued: PostingKind.CHARGE,
    InvoiceWrittenOff: PostingKind.WRITE_OFF,
    InvoiceWriteOffReversed: PostingKind.WRITE_OFF_REVERSAL,
    InvoiceAdjusted: PostingKind.ADJUSTMENT,
    PaymentRefunded: PostingKind.REFUND,
    PaymentDifferenceKept: PostingKind.PAYMENT_DIFFERENCE,
    PaymentDifferenceReturned: PostingKind.PAYMENT_DIFFERENCE_REVERSAL,
}


async def post(work: UnitOfWork, booked: Envelope[Booked], cause: Cause) -> None:
    """What the ERP booked first it has already."""
    event = booked.event
    if _origin(event) is Origin.ERP:
        return
    about = await _about(work, booked)
    effective_on = _day(event)
    creditor = await creditor_of(work, booked.tenant, about["creditor_id"])
    customer = await registered_customer(work, booked.account, customer_at="/customer_id")
    stream = _stream(booked)
    command = CreatePosting(
        **about,
        posting_id=PostingId(stream.id),
        customer_id=event.customer_id,
        customer_external_id=customer.external_id,
        creditor=creditor.code,
        kind=_kind(event),
        **_signed(event),
        effective_on=effective_on,
        posting_date=posting_date(effective_on, creditor.books),
        reason=_reason(event),
    )
    await work.execute(POSTING, stream, command, cause)


def _origin(event: Booked) -> Origin:
    """A document is the ERP's, unless Recoup charges something with it."""
    if isinstance(event, InvoiceIssued):
        return Origin.ERP if event.charge is None else Origin.RECOUP
    return event.origin


def _reason(event: Booked) -> str:
    if isinstance(event, InvoiceIssued):
        return "" if event.charge is None else f"{event.number}: {event.charge.kind}"
    return event.reason


def _day(event: Booked) -> date:
    match event:
        case InvoiceIssued(issue_date=day):
            return day
        case PaymentRefunded(refunded_on=day):
            return day
        case PaymentDifferenceKept(kept_on=day) | PaymentDifferenceReturned(returned_on=day):
            return day
        case InvoiceDiscountTaken(applied_on=day) | InvoiceDiscountReversed(applied_on=day):
            return day
        case _:
            return event.effective_on


def _stream(booked: Envelope[Booked]) -> Stream:
    """Of one event there is one posting."""
    id = derived("pst", booked.tenant, booked.stream.name, booked.version)
    return POSTING.stream(booked.tenant, booked.account.key, id)


async def _about(work: UnitOfWork, booked: Envelope[Booked]) -> Mapping[str, Any]:
    """The document it is about, which this unit of work has folded already."""
    event = booked.event
    if isinstance(event, OnPayment):
        received = recorded(await work.state(PAYMENT, booked.stream)).received
        return {
            "creditor_id": received.creditor_id,
            "payment_id": event.payment_id,
            "external_id": received.external_id,
        }
    invoice = issued_invoice(await work.state(INVOICE, booked.stream))
    return {
        "creditor_id": invoice.issued.creditor_id,
        "invoice_id": event.invoice_id,
        "external_id": invoice.issued.external_id,
        "number": invoice.number,
        "charged_for": await _charged_for(work, booked, invoice.issued.charge),
    }


async def _charged_for(
    work: UnitOfWork, booked: Envelope[Booked], charge: ChargedFor | None
) -> str | None:
    """The document that the ERP has, where the one that is booked is Recoup's own."""
    if charge is None:
        return None
    cause = INVOICE.stream(booked.tenant, booked.account.key, charge.invoice_id)
    return issued_invoice(await work.state(INVOICE, cause)).issued.external_id


def _signed(event: Booked) -> Mapping[str, Any]:
    """Above zero when the customer owes more."""
    if isinstance(event, InvoiceIssued):
        return {"amount": event.total}
    if isinstance(event, PaymentDifferenceReturned):
        return {"amount": -event.amount}
    taxes = () if isinstance(event, OnPayment) else event.taxes
    if not isinstance(event, InvoiceWrittenOff | InvoiceDiscountTaken):
        return {"amount": event.amount, "taxes": taxes}
    less = tuple(part.model_copy(update={"tax": -part.tax}) for part in taxes)
    return {"amount": -event.amount, "taxes": less}


def _kind(event: Booked) -> PostingKind:
    match event:
        case InvoiceDiscountTaken(kind=kind):
            return PostingKind(kind)
        case InvoiceDiscountReversed(kind=kind):
            return PostingKind(f"{kind}_reversal")
        case _:
            return KINDS[type(event)]
