"""What is handed to a sender, and what every sender promises."""

from datetime import datetime
from typing import Protocol

from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import MessageId

INVALID = "The address cannot be written to. Correct it in the customer's contacts."


class Delivery(Value):
    """One attempt to send one message."""

    message_id: MessageId
    """The same for every attempt, so that whoever gets the message twice can tell."""
    channel: Channel
    content: MessageContent
    at: datetime


class Sender(Protocol):
    """Hands messages of one channel to a provider."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once; whatever the provider or the wire does is an outcome, not an exception."""
