"""How a message refuses."""

from recoup_events.kernel.refusals import Refused


class MessageRefused(Refused):
    """The message's state does not allow this."""

    code = "message_refused"
