"""How a payment refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class PaymentRefused(Refused):
    """The payment's state does not allow this."""

    code = "payment_refused"


class CashFromElsewhere(Refused):
    """The creditor's payments come from the other of its ERP and its bank, and would count twice."""

    code = "cash_from_elsewhere"


class RefundUnacceptable(Unacceptable):
    """The refund lies before the money it gives back."""

    code = "refund_unacceptable"
