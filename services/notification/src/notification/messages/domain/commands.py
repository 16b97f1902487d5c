"""What may be asked of a message."""

from datetime import datetime

from pydantic import AwareDatetime

from notification.messages.domain.attachments import WantedDocuments
from notification.messages.domain.doubt import WhenInDoubt
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Outcome
from notification.messages.domain.verdict import Refusal
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    DebtId,
    MessageId,
    PersonId,
    ReceivableId,
    ReminderId,
)
from recoup_events.notification import DeliveryProof, ReturnKind


class MessageCommand(Command):
    """A request to a message."""


class AskMessage(MessageCommand):
    message_id: MessageId
    reminder_id: ReminderId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None
    channel: Channel
    template: str
    send_at: datetime
    instead_of: MessageId | None = None
    reason: str | None = None


class HoldMessage(MessageCommand):
    """Wait until a receivable it speaks of has arrived."""

    receivable_id: ReceivableId


class ReleaseMessage(MessageCommand):
    receivable_id: ReceivableId
    at: datetime


class PostponeMessage(MessageCommand):
    """Look again later: in whose name it is sent has not arrived yet."""

    at: datetime


class ReviewMessage(MessageCommand):
    """Look at it now, if it waits: there may be nothing left to ask for."""

    at: datetime


class RequestDocuments(MessageCommand):
    """It may be sent now; have what goes along made first."""

    wanted: WantedDocuments
    at: datetime


class ReceiveDocuments(MessageCommand):
    made: DocumentSetMade
    at: datetime


class RefuseContact(MessageCommand):
    refusal: Refusal


class QueueMessage(MessageCommand):
    """Send these words for the first time."""

    content: MessageContent
    debts: tuple[DebtId, ...]
    rules_version: str
    at: datetime


class RepeatMessage(MessageCommand):
    """Send the words that were queued once more."""

    debts: tuple[DebtId, ...]
    at: datetime


class DoubtCommand(MessageCommand):
    """A request about an attempt that may have arrived."""


class DoubtMessage(DoubtCommand):
    """Its attempt began, and nobody knows how that ended: leave it to a person."""

    reason: str


class ResendMessage(DoubtCommand):
    """A person wants it to go out once more, although it may have arrived."""

    at: datetime


class GiveUpMessage(DoubtCommand):
    """A person leaves it at the attempts that were made."""

    note: str


class AbandonMessage(MessageCommand):
    """Give the message up before it was ever sent."""

    reason: str


class RecordOutcome(MessageCommand):
    """Say what the provider made of the attempt."""

    outcome: Outcome
    at: datetime
    returns_until: datetime | None = None
    """Until when what was taken may come back, where no provider says that it arrived."""
    when_in_doubt: WhenInDoubt = WhenInDoubt.RESEND


class DeliveryReport(MessageCommand):
    """What became known of a message after it left: in any order, twice, or late."""

    provider_id: str | None = None
    """As the provider names the message; ``None`` where it was known before."""


class ReportTaken(DeliveryReport):
    """The provider has it."""


class ReportDelivered(DeliveryReport):
    proof: DeliveryProof
    delivered_at: AwareDatetime
    receipt_digest: str | None = None


class ReportUndelivered(DeliveryReport):
    reason: str
    returned_at: AwareDatetime
    address_unknown: bool = False
    kind: ReturnKind = ReturnKind.OTHER


class ReportComplaint(DeliveryReport):
    """Who complains has it."""

    feedback: str
    complained_at: AwareDatetime


class LookUpLater(MessageCommand):
    """The provider was asked where the letter is."""

    at: datetime
