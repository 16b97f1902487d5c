"""How consent refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class ConsentRefused(Refused):
    """The person's own word about the channel stands against this."""

    code = "consent_refused"


class UnknownPerson(Unacceptable):
    """The request names a person whom the customer does not have."""

    code = "unknown_person"


class UnknownCustomer(Unacceptable):
    """The request names a customer who has not arrived."""

    code = "unknown_customer"
