"""What is recorded of attempts to contact, for this service alone."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, DebtId, MessageId, PersonId
from recoup_events.kernel.personal import AboutPerson, Personal


class MessageDispatched(Event, type="message.dispatched.v1"):
    """An attempt begins; without an outcome after it, the message may have been sent."""

    message_id: MessageId
    customer_id: CustomerId
    person_id: PersonId
    debts: tuple[DebtId, ...]
    channel: Channel
    attempt: int = Field(ge=1)
    at: datetime


class ContactEntered(AboutPerson, Event, type="contact.entered.v1"):
    """A line of the customer's contact ledger; every attempt, refusal and outcome has one."""

    subject: ClassVar[str] = "person_id"

    customer_id: CustomerId
    person_id: PersonId | None
    """``None`` where there was nobody to write to."""
    sequence: int = Field(ge=1)
    """Counts the customer's lines without a gap."""
    line: str
    """Its very text, as it was digested; it names the digest of the line before it."""
    digest: str
    """SHA-256 of the line."""
    evidence: Personal[str | None] = None
    """What a verdict rests on, as text; the line holds its salted digest."""
    salt: Personal[str | None] = None
    """Forgotten with the evidence, of which then nothing can be guessed."""
