"""The customer of payment-plan's tests, and what is paid on its invoices."""

from datetime import date

from recoup_events.invoice import PaymentApplied
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    TenantId,
    derived,
    receivable_id_of,
)
from recoup_testing.money import eur

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
FIRST = InvoiceId(derived("inv", ACME, "SO-1"))
SECOND = InvoiceId(derived("inv", ACME, "SO-2"))
PAID_ON = date(2026, 3, 1)


def applied(id: InvoiceId, cents: int, balance: int, nth: int = 1) -> PaymentApplied:
    """So many cents of the nth payment, and what is owed behind it."""
    return PaymentApplied(
        invoice_id=id,
        receivable_id=receivable_id_of(id, 0),
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PaymentId(f"pay_{nth}"),
        amount=eur(cents),
        balance=eur(balance),
        applied_on=PAID_ON,
        allocation_id=AllocationId(f"alc_{nth}"),
        value_date=PAID_ON,
    )
