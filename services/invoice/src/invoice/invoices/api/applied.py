"""What is applied to an invoice, and what of it is given up, in JSON."""

from datetime import date

from pydantic import BaseModel, Field

from invoice.invoices.domain.applications import CreditPart, PaymentPart
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.schemas import TaxShown, taxes_shown
from recoup_events.invoice import Origin
from recoup_service.api.amounts import Amount


class AppliedCredit(BaseModel):
    allocation_id: str
    receivable_id: str
    credit_note_id: str
    dispute_id: str | None = Field(description="The dispute that was upheld, if that was why.")
    amount: Amount


class AppliedPayment(BaseModel):
    allocation_id: str
    receivable_id: str = Field(description="The term that is paid.")
    payment_id: str
    payer_id: str = Field(description="Who paid, be it another customer.")
    amount: Amount


class WriteOffShown(BaseModel):
    id: str = Field(examples=["wof_8e02"])
    amount: Amount
    taxes: tuple[TaxShown, ...]
    origin: Origin
    effective_on: date


def credits_shown(invoice: Invoice) -> tuple[AppliedCredit, ...]:
    return tuple(
        AppliedCredit(
            allocation_id=id,
            receivable_id=part.receivable_id,
            credit_note_id=part.credit_note_id,
            dispute_id=getattr(part.grounds, "dispute_id", None),
            amount=Amount.of(part.amount),
        )
        for id, part in invoice.applied.items()
        if isinstance(part, CreditPart)
    )


def payments_shown(invoice: Invoice) -> tuple[AppliedPayment, ...]:
    return tuple(
        AppliedPayment(
            allocation_id=id,
            receivable_id=part.receivable_id,
            payment_id=part.payment_id,
            payer_id=part.payer_id,
            amount=Amount.of(part.amount),
        )
        for id, part in invoice.applied.items()
        if isinstance(part, PaymentPart)
    )


def write_offs_shown(invoice: Invoice) -> tuple[WriteOffShown, ...]:
    return tuple(
        WriteOffShown(
            id=id,
            amount=Amount.of(part.amount),
            taxes=taxes_shown(part.taxes),
            origin=part.origin,
            effective_on=part.effective_on,
        )
        for id, part in invoice.write_offs.items()
    )
