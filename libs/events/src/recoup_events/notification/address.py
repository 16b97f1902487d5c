"""Addresses: whether one may be written to, whoever it belongs to.

An address is named by its keyed hash. Its events belong to an account of their own, since several
customers may share it.
"""

from datetime import datetime
from typing import ClassVar

from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId, MessageId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.notification.base import NotificationEvent
from recoup_events.notification.message import ReturnKind


class AddressEvent(AboutPerson, NotificationEvent):
    subject: ClassVar[str] = "address_hash"

    address_hash: str
    """HMAC-SHA-256 of the tenant and the address, with a key that never leaves notification."""
    channel: Medium


class AddressOptedOut(AddressEvent, type="address.opted_out.v1"):
    """Somebody who reads this address wants nothing there by this channel any more."""

    creditor_id: CreditorId | None = None
    """The only creditor it says no to; ``None`` is all of the tenant's."""
    source: Personal[str]
    at: datetime


class AddressOptedIn(AddressEvent, type="address.opted_in.v1"):
    """Whoever reads this address takes back its opt-out, in these words."""

    creditor_id: CreditorId | None = None
    """Whose opt-out it takes back."""
    words: Personal[str]
    at: datetime


class AddressBounced(AddressEvent, type="address.bounced.v1"):
    """Nothing arrives there: nobody has this address."""

    reason: str
    at: datetime


class AddressReturned(AddressEvent, type="address.returned.v1"):
    """A message came back, and the address may be right all the same: a full mailbox, a server away."""

    message_id: MessageId
    kind: ReturnKind
    reason: str
    at: datetime


class AddressConfirmed(AddressEvent, type="address.confirmed.v1"):
    """Somebody made sure that what is sent there arrives again."""

    source: Personal[str]
    at: datetime
