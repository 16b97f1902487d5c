"""How a payment refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class PaymentRefused(Refused):
    """The payment's state does not allow this."""

    code = "payment_refused"


class UnknownInvoice(Unacceptable):
    """The request names an invoice that this customer does not have."""

    code = "unknown_invoice"
