"""How previews refuse."""

from recoup_events.kernel.refusals import Unacceptable


class InvoiceUnknown(Unacceptable):
    """A customer or an invoice that a preview names has not arrived in notification."""

    code = "preview_of_unknown"
