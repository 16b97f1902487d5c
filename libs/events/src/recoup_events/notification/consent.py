"""Consents: what customers have said about channels."""

from enum import StrEnum

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CustomerId
from recoup_events.notification.base import NotificationEvent


class ConsentBasis(StrEnum):
    CONTRACT = "contract"
    EXPRESS_CONSENT = "express_consent"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ConsentGranted(NotificationEvent, type="consent.granted.v1"):
    customer_id: CustomerId
    channel: Channel
    basis: ConsentBasis
    words: str
    """The words the customer agreed to."""


class ConsentWithdrawn(NotificationEvent, type="consent.withdrawn.v1"):
    customer_id: CustomerId
    channel: Channel
    words: str


class ChannelOptedOut(NotificationEvent, type="consent.channel_opted_out.v1"):
    """Not by this medium any more."""

    customer_id: CustomerId
    channel: Channel
    source: str
