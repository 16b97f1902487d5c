"""Whether a message was clear and helpful, as its reader says."""

from typing import ClassVar

from pydantic import AwareDatetime

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CreditorId, CustomerId, MessageId, PersonId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.notification.base import NotificationEvent


class SatisfactionAnswered(AboutPerson, NotificationEvent, type="satisfaction.answered.v1"):
    """A reader answered what a message asks at its end; again for the same message, it is changed."""

    subject: ClassVar[str] = "person_id"

    message_id: MessageId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None
    channel: Channel
    template: str
    satisfied: bool
    words: Personal[str | None] = None
    """What would have been better, in the reader's own words."""
    first_answered_at: AwareDatetime
