"""How a document is refused."""

from recoup_events.kernel.refusals import Unacceptable


class TooLong(Unacceptable):
    """More than one would print."""

    code = "document_too_long"
