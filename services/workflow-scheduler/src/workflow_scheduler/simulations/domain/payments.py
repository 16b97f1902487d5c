"""What the response model has a debtor pay, as the event that would tell of it."""

from recoup_events.invoice import CreditUnapplied, InvoiceCredited, PaymentApplied, PaymentUnapplied
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AllocationId, CustomerId, PaymentId, derived
from recoup_events.kernel.money import Money
from workflow_scheduler.simulations.domain.ids import uuid_of
from workflow_scheduler.simulations.domain.leg import Payment

OfOneTerm = PaymentApplied | PaymentUnapplied | InvoiceCredited | CreditUnapplied
OF_ONE_TERM = (PaymentApplied, PaymentUnapplied, InvoiceCredited, CreditUnapplied)
"""What the past says about the money of a receivable that the model has paid before."""


def paid_by_model(account: Account, payment: Payment, balance: Money) -> Envelope[PaymentApplied]:
    """All that is owed of it."""
    payment_id = derived("pay", "response", payment.receivable_id)
    day = payment.at.date()
    event = PaymentApplied(
        invoice_id=payment.invoice_id,
        receivable_id=payment.receivable_id,
        customer_id=CustomerId(account.key),
        payer_id=CustomerId(account.key),
        payment_id=PaymentId(payment_id),
        allocation_id=AllocationId(derived("alc", payment_id)),
        amount=balance,
        balance=Money.zero(balance.currency),
        value_date=day,
        applied_on=day,
    )
    id = uuid_of(payment_id)
    stream = Stream(account, "response_model", payment.receivable_id)
    return Envelope(id, stream, 1, Cause(payment.at, "response model", id), event)
