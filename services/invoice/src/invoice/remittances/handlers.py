"""What a remittance means for the books: payments, commission, and what is taken back of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from invoice.clearings.domain.clearing import CLEARING
from invoice.clearings.domain.commands import ReversePayment
from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import registered_customer
from invoice.payments.domain.payment import PAYMENT, Payment
from invoice.postings.domain.posting import POSTING, CreatePosting, posting_date
from recoup_events.invoice import PaymentReceived, PaymentReversed, PostingKind, TaxPart
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, PostingId, derived
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import PlacementRemitted
from recoup_eventstore.work import UnitOfWork

AGENCY = "agency"
"""The source of such payments, and how they are paid."""


async def post_commission(
    work: UnitOfWork, remitted: Envelope[PlacementRemitted], cause: Cause
) -> None:
    """An expense of the creditor's, with the tax in it; the customer owes neither more nor less."""
    event = remitted.event
    if not event.commission:
        return
    taxed = event.commission_tax
    taxes = () if taxed is None else (TaxPart(rate=taxed.rate, tax=taxed.tax),)
    posting = {
        "kind": PostingKind.AGENCY_COMMISSION,
        "payment_id": event.payment_id,
        "invoice_id": event.invoice_id,
        "external_id": event.payment_external_id,
        "amount": event.commission,
        "taxes": taxes,
        "reason": f"Commission on {event.amount} that the agency {event.agency_id} collected.",
    }
    await _post(work, remitted, event.creditor_id, event.received_on, posting, cause)


async def post_payment(work: UnitOfWork, received: Envelope[PaymentReceived], cause: Cause) -> None:
    """The ERP hears of money that an agency has: its customer owes less, and the agency owes it."""
    event = received.event
    if event.source == AGENCY:
        posting = _of_payment(event, PostingKind.AGENCY_PAYMENT, -event.amount)
        await _post(work, received, event.creditor_id, event.value_date, posting, cause)


async def post_reversal(
    work: UnitOfWork, reversed: Envelope[PaymentReversed], cause: Cause
) -> None:
    """Money that an agency had was taken back: the customer owes it again, and so much less will come."""
    event = reversed.event
    payment = await work.state(PAYMENT, reversed.stream)
    if not isinstance(payment, Payment) or payment.received.source != AGENCY:
        return
    kind = PostingKind.AGENCY_PAYMENT_REVERSAL
    posting = _of_payment(payment.received, kind, event.amount) | {"reason": event.reason}
    await _post(work, reversed, event.creditor_id, event.reversed_on, posting, cause)
    remittance_id = payment.received.external_id.rsplit("/", 1)[0]
    found = await work.locate(CLEARING, reversed.tenant, [remittance_id])
    for stream in found.values():
        await follow_reversal(work, stream, reversed.stream, cause)


async def follow_reversal(work: UnitOfWork, stream: Stream, payment: Stream, cause: Cause) -> None:
    """So much less is to arrive, whether the remittance or the reversal was here first."""
    known = await work.state(PAYMENT, payment)
    if isinstance(known, Payment) and known.funds.gone:
        received = known.received
        command = ReversePayment(
            payment_id=received.payment_id, amount=received.amount, on=cause.at.date()
        )
        await work.execute(CLEARING, stream, command, cause)


def _of_payment(received: PaymentReceived, kind: PostingKind, amount: Money) -> dict[str, Any]:
    return {
        "kind": kind,
        "payment_id": received.payment_id,
        "external_id": received.external_id,
        "amount": amount,
        "reason": "Paid to an agency, which remits it.",
    }


async def _post(
    work: UnitOfWork,
    booked: Envelope[Any],
    creditor_id: CreditorId,
    on: date,
    posting: Mapping[str, Any],
    cause: Cause,
) -> None:
    creditor = await creditor_of(work, booked.tenant, creditor_id)
    customer = await registered_customer(work, booked.account, customer_at="/customer_id")
    id = derived("pst", booked.tenant, posting["kind"], posting["external_id"])
    command = CreatePosting(
        **posting,
        posting_id=PostingId(id),
        customer_id=CustomerId(booked.account.key),
        customer_external_id=customer.external_id,
        creditor_id=creditor_id,
        creditor=creditor.code,
        effective_on=on,
        posting_date=posting_date(on, creditor.books),
    )
    await work.execute(POSTING, POSTING.stream(*booked.account, id), command, cause)
