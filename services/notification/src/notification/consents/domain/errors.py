"""How consent refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class ConsentRefused(Refused):
    """The customer's own word about the channel stands against this."""

    code = "consent_refused"


class UnknownCustomer(Unacceptable):
    """The request names a customer who has not arrived."""

    code = "unknown_customer"
