"""What is recorded of attempts to contact, for this service alone."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from recoup_events.kernel.channels import Channel, Medium
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ContactLeaseId, CustomerId, DebtId, MessageId, PersonId
from recoup_events.kernel.personal import AboutPerson, Personal


class Breach(StrEnum):
    """How a contact of an agency's was not as agreed."""

    NO_LEASE = "no_lease"
    LEASE_OVER = "lease_over"
    """All of it was used, or its time was over."""
    TOO_EARLY = "too_early"
    """What of it is left may be made later only."""
    OTHER_PERSON = "other_person"
    """The lease was for another person or channel."""


class LeasedContact(Value):
    id: str
    not_before: datetime
    """The first lawful moment, with those before it made."""


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


class ContactsLeased(Event, type="agency_contacts.leased.v1"):
    """An agency may make so many contacts until then; they count at once, whoever makes them."""

    lease_id: ContactLeaseId
    person_id: PersonId
    channel: Medium
    debts: tuple[DebtId, ...]
    contacts: tuple[LeasedContact, ...] = Field(min_length=1)
    """In the order in which they may be made."""
    asked: int = Field(ge=1)
    """How many were asked for."""
    rule: str | None = None
    """Which stood in the way of the rest."""
    at: datetime
    until: datetime


class ContactsRefused(Event, type="agency_contacts.refused.v1"):
    """Not one more is lawful now."""

    lease_id: ContactLeaseId
    person_id: PersonId
    channel: Medium
    asked: int = Field(ge=1)
    rule: str
    citation: str
    retry_at: datetime | None


class ContactsGivenBack(Event, type="agency_contacts.given_back.v1"):
    """What of a lease was not used counts no more."""

    lease_id: ContactLeaseId
    person_id: PersonId
    contacts: tuple[str, ...]
    expired: bool


class AgencyContactMade(Event, type="agency_contacts.made.v1"):
    """An agency contacted a person."""

    contact_id: str
    """Of its lease, or one of its own where it had none."""
    lease_id: ContactLeaseId | None
    person_id: PersonId
    channel: Medium
    debts: tuple[DebtId, ...]
    at: datetime
    conversation: bool
    breach: Breach | None
