"""How a receipt refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class ReceiptRefused(Refused):
    """The receipt's state does not allow this."""

    code = "receipt_refused"


class ReceiptUnacceptable(Unacceptable):
    """What is asked for contradicts the receipt."""

    code = "receipt_unacceptable"


class ExchangeUnacceptable(Unacceptable):
    """Amounts and rate contradict each other."""

    code = "exchange_unacceptable"
