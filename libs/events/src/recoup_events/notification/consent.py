"""Consents: what persons have said about channels."""

from enum import StrEnum
from typing import ClassVar

from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.notification.base import NotificationEvent


class ConsentBasis(StrEnum):
    CONTRACT = "contract"
    EXPRESS_CONSENT = "express_consent"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ConsentEvent(AboutPerson, NotificationEvent):
    """A person's word about one channel, whatever the address."""

    subject: ClassVar[str] = "person_id"

    customer_id: CustomerId
    person_id: PersonId
    channel: Medium
    creditor_id: CreditorId | None = None
    """The only creditor it is about; ``None`` is all of the tenant's."""


class ConsentGranted(ConsentEvent, type="consent.granted.v1"):
    basis: ConsentBasis
    words: Personal[str]
    """The words the person agreed to."""


class ConsentWithdrawn(ConsentEvent, type="consent.withdrawn.v1"):
    words: Personal[str]


class ChannelOptedOut(ConsentEvent, type="consent.channel_opted_out.v1"):
    """Not by this medium any more, at none of the person's addresses."""

    source: Personal[str]
