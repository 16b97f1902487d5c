"""How notification says no."""

from recoup_events.refusals import Missing, Refused


class MessageRefused(Refused):
    """The message is at a stage that does not allow this."""

    code = "message_refused"


class ConsentRefused(Refused):
    """The customer's own word about the channel stands against this."""

    code = "consent_refused"


class UnknownCustomer(Missing):
    """No customer of this id has been heard of."""

    code = "unknown_customer"
