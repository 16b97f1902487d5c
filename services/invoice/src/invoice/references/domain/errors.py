"""How a reference is refused."""

from recoup_events.kernel.refusals import Unacceptable


class UnknownInvoice(Unacceptable):
    """The request names an invoice that nobody has who may be meant."""

    code = "unknown_invoice"
