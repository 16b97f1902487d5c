"""How a creditor is refused."""

from recoup_events.kernel.refusals import Unacceptable


class UnknownCreditor(Unacceptable):
    """The request names a creditor that has not arrived."""

    code = "unknown_creditor"
