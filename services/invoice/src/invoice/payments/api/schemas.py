"""Payments in JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictBool

from invoice.payments.domain.allocation import MOST, Reference
from invoice.payments.domain.payment import Payment
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed


class ReferenceBody(RequestBody):
    """An invoice that the money is meant for."""

    invoice: Name = Field(
        description="Your id of the invoice, or its number.", examples=["2026-0001"]
    )
    amount: PositiveAmount | None = Field(
        default=None,
        description="How much of the payment is for it; all that is owed on it if left out. What "
        "exceeds the balance stays on account.",
    )


References = Annotated[tuple[ReferenceBody, ...], Field(max_length=MOST)]


class NewPayment(CreditorNamed, CustomerNamed):
    """Money that came in.

    It pays the invoices in `references`, in that order; without references the longest due come
    first, up to 1,000 of them. What is left stays on account and can be allocated later.
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
    references: References = ()
    auto_allocate: StrictBool = Field(
        default=True, description="`false` keeps a payment without references on account."
    )


class NewAllocation(RequestBody):
    """Allocates what is on account; without references the longest due invoices come first."""

    references: References = ()


def references_of(body: NewPayment | NewAllocation) -> Sequence[Reference]:
    return [
        Reference(named.invoice, None if named.amount is None else named.amount.money)
        for named in body.references
    ]


class Reversal(RequestBody):
    reason: Words = Field(examples=["Direct debit returned: insufficient funds"])


class PaymentSummary(BaseModel):
    id: str = Field(examples=["pay_77aa"])
    external_id: str
    customer_id: str
    creditor_id: str = Field(description="Who got the money.")
    state: Literal["received", "reversed"]
    amount: Amount
    unapplied: Amount = Field(description="What is on account, not allocated to an invoice.")
    method: str
    value_date: date
    reference: str | None


def listed(row: Mapping[str, Any]) -> PaymentSummary:
    """A row of the list."""
    amounts = {name: in_currency(row, name) for name in ("amount", "unapplied")}
    return PaymentSummary.model_validate({**row, **amounts})


class AllocationShown(BaseModel):
    invoice_id: str
    amount: Amount


class PaymentShown(PaymentSummary):
    allocations: tuple[AllocationShown, ...]


def shown(payment: Payment) -> PaymentShown:
    received = payment.received
    return PaymentShown(
        id=received.payment_id,
        external_id=received.external_id,
        customer_id=received.customer_id,
        creditor_id=received.creditor_id,
        state="reversed" if payment.reversed else "received",
        amount=Amount.of(received.amount),
        unapplied=Amount.of(payment.unapplied),
        method=received.method,
        value_date=received.value_date,
        reference=received.reference,
        allocations=tuple(
            AllocationShown(invoice_id=id, amount=Amount.of(amount))
            for id, amount in payment.allocated.items()
        ),
    )
