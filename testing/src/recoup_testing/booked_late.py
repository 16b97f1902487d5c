"""Money on an invoice of notification's tests, booked after something has left, and taken back."""

from datetime import date

from recoup_events.invoice import InvoiceIssued, PaymentApplied, PaymentUnapplied
from recoup_events.kernel.ids import AllocationId, PaymentId
from recoup_events.kernel.money import Money


def paid(issued: InvoiceIssued, amount: int, on: date, nth: int = 1) -> PaymentApplied:
    """So many euros of the invoice, with this value date."""
    money = Money(minor_units=amount * 100, currency="EUR")
    return PaymentApplied(
        invoice_id=issued.invoice_id,
        receivable_id=issued.terms[0].receivable_id,
        customer_id=issued.customer_id,
        payer_id=issued.customer_id,
        payment_id=PaymentId(f"pay_{nth}"),
        allocation_id=AllocationId(f"alc_{nth}"),
        amount=money,
        balance=issued.total - money,
        applied_on=on,
        value_date=on,
    )


def undone(applied: PaymentApplied) -> PaymentUnapplied:
    """The payment was reversed."""
    return PaymentUnapplied(
        **applied.model_dump(exclude={"balance", "automatic", "applied_on"}),
        remaining=Money.zero("EUR"),
        balance=applied.balance + applied.amount,
        unapplied_on=date(2026, 1, 8),
        reason="The bank took it back.",
        undone=True,
    )
