"""What is handed to a sender, and what every sender promises."""

from datetime import datetime
from typing import Annotated, Protocol

from pydantic import Field

from notification.messages.domain.marks import Thread
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import MessageId

INVALID = "The address cannot be written to. Correct it in the customer's contacts."


FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")]
"""Of a file, as every mail program writes it alike."""


class Attachment(Value):
    """A file that goes along; a channel that carries none leaves it out."""

    name: FileName
    content_type: Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$")]
    content: bytes = Field(repr=False)


class Delivery(Value):
    """One attempt to send one message."""

    message_id: MessageId
    """The same for every attempt, so that whoever gets the message twice can tell."""
    channel: Channel
    thread: Thread | None = None
    """``None`` for what goes to a creditor's own people."""
    content: MessageContent
    files: tuple[StoredFile, ...] = ()
    """What goes along, in the store."""
    attachments: tuple[Attachment, ...] = ()
    """The same once it was read."""
    logo: bytes | None = Field(default=None, repr=False)
    """What the words show at their head, once it was read; a mail without it names the creditor instead."""
    at: datetime
    doubts: int = 0
    """Earlier attempts that may have arrived: who can, looks before it is sent again."""


class Sender(Protocol):
    """Hands messages of one channel to a provider."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once; whatever the provider or the wire does is an outcome, not an exception."""
