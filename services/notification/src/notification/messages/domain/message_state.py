"""How far a message has come."""

from enum import StrEnum


class MessageState(StrEnum):
    UNASKED = "unasked"
    WAITING = "waiting"
    """For its moment."""
    HELD = "held"
    """For a receivable to be received."""
    SENDING = "sending"
    """With the provider; without an outcome, in doubt."""
    IN_DOUBT = "in_doubt"
    """An attempt may have arrived; a person decides whether it goes out again."""
    SENT = "sent"
    """The provider took it; whether it arrived is not known."""
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """The provider took it, and it did not arrive."""
    REFUSED = "refused"
    FAILED = "failed"


TAKEN = frozenset({MessageState.SENT, MessageState.DELIVERED, MessageState.UNDELIVERED})
"""By the provider."""
