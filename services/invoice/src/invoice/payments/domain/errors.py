"""How a payment refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class PaymentRefused(Refused):
    """The payment's state does not allow this."""

    code = "payment_refused"


class RefundUnacceptable(Unacceptable):
    """The refund lies before the money it gives back."""

    code = "refund_unacceptable"
