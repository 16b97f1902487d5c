"""How interest is refused."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class NothingAgreed(Refused):
    """No agreement is about interest, and the request names no law."""

    code = "no_interest_agreed"


class UnknownLaw(Unacceptable):
    """The law is not known here."""

    code = "unknown_law"
