"""Contacts in error: what had left and asked for more than was owed then, as is known now."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from recoup_events.kernel.channels import ContactRole, Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReceivableId,
)
from recoup_events.kernel.money import Money
from recoup_events.notification.base import NotificationEvent


class BookingKind(StrEnum):
    """What shows that less was owed, or was to be asked for."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    DISCOUNT = "discount"
    ADJUSTMENT = "adjustment"
    """The amount of the document was lowered; of a charge, because it should not have been."""
    CANCELLATION = "cancellation"
    DISPUTE = "dispute"
    PLAN = "plan"
    """It was running; where it had been recorded as broken, it was kept after all."""


class Booking(Value):
    kind: BookingKind
    id: str
    """Of the payment, credit note, dispute or plan; of the invoice for what is its own."""
    amount: Money
    """By how much less was to be asked for because of it."""
    counts_from: date
    booked_at: datetime
    """When it became known."""


class ItemInError(Value):
    """A receivable that it asked for."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    claimed: Money
    right: Money
    """What of it could be asked for on that day, as is known now."""
    bookings: tuple[Booking, ...] = ()
    """Those that show why less was right, the latest booked first."""

    @property
    def too_much(self) -> Money:
        return self.claimed - self.right


class ContactErrorEvent(NotificationEvent):
    """About one message or call; it has the id of that."""

    message_id: MessageId | None = None
    call_id: CallId | None = None
    customer_id: CustomerId


class ContactFoundInError(ContactErrorEvent, type="contact.found_in_error.v1"):
    """It asked for more than was right on the day it left; recorded again when that is another sum."""

    creditor_id: CreditorId
    person_id: PersonId
    roles: tuple[ContactRole, ...]
    """The person's, when this was found."""
    channel: Medium
    template: str | None = None
    """Whose words it had; ``None`` for a call."""
    left_at: AwareDatetime
    day: date
    """The same in the debtor's calendar."""
    items: tuple[ItemInError, ...] = Field(min_length=1)
    """All that it asked for; too much of one at least."""


class ContactErrorWithdrawn(ContactErrorEvent, type="contact.error_withdrawn.v1"):
    """It was right after all: what showed an error was itself taken back."""

    items: tuple[ItemInError, ...] = Field(min_length=1)
    """All that it asked for, all of it right."""
    reason: str


class ErrorOutcome(StrEnum):
    """What was done about a contact in error."""

    APOLOGISED = "apologised"
    CORRECTION_SENT = "correction_sent"
    NOTHING_NEEDED = "nothing_needed"


class ContactErrorResolved(ContactErrorEvent, type="contact.error_resolved.v1"):
    """A person has dealt with it."""

    outcome: ErrorOutcome
    reason: str
    """What was done, or why nothing is."""
    resolved_by: str
    resolved_at: AwareDatetime
