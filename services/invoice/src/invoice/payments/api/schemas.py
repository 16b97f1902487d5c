"""Payments in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictBool

from invoice.allocations.schemas import AllocationShown
from invoice.invoices.schemas import BookedFrom
from invoice.payments.domain.payment import Payment
from invoice.payments.schemas import ExchangeShown, PaidReferences
from recoup_events.invoice import Origin
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Words
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed, SourceNamed
from recoup_service.api.resource import Dates


class NewPayment(SourceNamed, CreditorNamed, CustomerNamed):
    """Money that came in; the customer is who paid.

    It pays the invoices in `references`, in that order, up to 200 customers' of the same creditor;
    without references the longest due come first, up to 1,000 of them: the payer's own, or its
    group's where the customer `pays_for` the group. What is left stays on the payer's account and
    can be allocated later.
    """

    external_id: ExternalId = Field(examples=["BANK-2026-02-01-17"])
    amount: PositiveAmount
    method: Name = Field(examples=["transfer"])
    value_date: Day = Field(
        description="The day from which the money counts.", examples=["2026-02-01"]
    )
    reference: Words | None = Field(
        default=None, description="What the payer wrote.", examples=["2026-0001, thanks"]
    )
    references: PaidReferences = ()
    auto_allocate: StrictBool = Field(
        default=True,
        description="`false` keeps a payment without references on account until you allocate it.",
    )
    metadata: SentPairs = None


class MoneyAllocation(RequestBody):
    """Allocates what is on account; without references the longest due invoices come first."""

    references: PaidReferences = ()


class Reallocation(RequestBody):
    """Takes an allocation off its invoice and pays others with it, in one decision."""

    references: Annotated[PaidReferences, Field(min_length=1)]
    reason: Words = Field(examples=["Meant for another invoice"])


class NewRefund(RequestBody):
    """Money on account that went back to the payer."""

    external_id: ExternalId = Field(examples=["REFUND-2026-17"])
    amount: PositiveAmount = Field(description="At most what is on account.")
    refunded_on: Day = Field(description="The day from which it is gone.", examples=["2026-02-10"])
    origin: BookedFrom = Origin.RECOUP
    reason: Words = Field(examples=["Paid twice"])


class Reversal(RequestBody):
    reason: Words = Field(examples=["Direct debit returned: insufficient funds"])


class PaymentSummary(DescribedResource):
    id: str = Field(examples=["pay_77aa"])
    source: str = Field(description="The system that sent it, whose id follows.")
    external_id: str
    customer_id: str = Field(description="Who paid.")
    creditor_id: str = Field(description="Who got the money.")
    state: Literal["received", "reversed"]
    amount: Amount
    unapplied: Amount = Field(
        description="What is on account, not allocated to an invoice. Below zero where the bank "
        "took back what had been refunded: the customer owes it."
    )
    reserved: Amount = Field(
        description="What of it on account is kept for what it is meant to pay."
    )
    method: str
    value_date: date
    reference: str | None
    ambiguous: bool = Field(
        description="A number that was named fits several invoices; read the payment for them."
    )


def listed(row: Mapping[str, Any]) -> PaymentSummary:
    """A row of the list."""
    amounts = {name: in_currency(row, name) for name in ("amount", "unapplied", "reserved")}
    return PaymentSummary.model_validate({**row, **amounts})


class CandidateShown(BaseModel):
    invoice_id: str
    customer_id: str = Field(description="Whose invoice it is.")
    external_id: str


class AmbiguousShown(BaseModel):
    """A number that fits several invoices: allocate the money by the id of one of them."""

    number: str
    candidates: tuple[CandidateShown, ...] = Field(description="The first twenty of them.")


class RefundShown(BaseModel):
    external_id: str
    amount: Amount
    refunded_on: date
    reason: str


class ReservationShown(BaseModel):
    invoice_id: str
    receivable_id: str
    amount: Amount


class PaymentShown(PaymentSummary):
    charges: Amount | None = Field(
        description="What a bank took off it on its way; it is not in the amount."
    )
    exchange: ExchangeShown | None = Field(
        description="Where it came in another currency, and at which stated rate it counts."
    )
    allocations: tuple[AllocationShown, ...]
    reservations: tuple[ReservationShown, ...] = Field(
        description="What it is meant to pay; nobody is asked for that meanwhile."
    )
    refunds: tuple[RefundShown, ...]
    ambiguous_numbers: tuple[AmbiguousShown, ...] = Field(
        description="Numbers that were named and fit several invoices, none of them over the "
        "amount. The money waits on account until it is allocated by id."
    )


def shown(payment: Payment, dates: Dates) -> PaymentShown:
    received, funds = payment.received, payment.funds
    return PaymentShown(
        **dates,
        metadata=dict(payment.metadata),
        id=received.payment_id,
        source=received.source,
        external_id=received.external_id,
        customer_id=received.customer_id,
        creditor_id=received.creditor_id,
        state="reversed" if funds.gone else "received",
        amount=Amount.of(received.amount),
        unapplied=Amount.of(funds.unapplied),
        reserved=Amount.of(funds.kept),
        method=received.method,
        value_date=received.value_date,
        reference=received.reference,
        charges=None if received.charges is None else Amount.of(received.charges),
        exchange=ExchangeShown.of(received.exchange),
        allocations=tuple(map(AllocationShown.of, funds.allocations.values())),
        reservations=tuple(
            ReservationShown(
                invoice_id=kept.invoice_id,
                receivable_id=kept.receivable_id,
                amount=Amount.of(kept.amount),
            )
            for kept in funds.reserved.values()
        ),
        refunds=tuple(
            RefundShown(
                external_id=refund.external_id,
                amount=Amount.of(refund.amount),
                refunded_on=refund.refunded_on,
                reason=refund.reason,
            )
            for refund in payment.refunds.values()
        ),
        ambiguous=bool(payment.ambiguous),
        ambiguous_numbers=tuple(
            AmbiguousShown.model_validate(found.model_dump()) for found in payment.ambiguous
        ),
    )
