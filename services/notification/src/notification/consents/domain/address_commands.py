"""What may be asked of an address."""

from datetime import datetime

from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, MessageId
from recoup_events.notification import ReturnKind


class AddressCommand(Command):
    """Something was learned about an address by one channel."""

    address_hash: str
    channel: Medium
    at: datetime


class OptOutAddress(AddressCommand):
    creditor_id: CreditorId | None = None
    source: str


class OptInAddress(AddressCommand):
    creditor_id: CreditorId | None = None
    words: str


class RecordBounce(AddressCommand):
    reason: str


class RecordReturn(AddressCommand):
    """A message came back, for whichever reason."""

    message_id: MessageId
    kind: ReturnKind
    reason: str


class ConfirmAddress(AddressCommand):
    source: str
