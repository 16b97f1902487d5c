"""What may be asked of a dispute."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from dispute.disputes.domain.debtor import Debtor
from dispute.disputes.domain.evidence import EvidenceCommand
from dispute.disputes.domain.invoice import Invoice
from dispute.disputes.domain.policy import DisputePolicy
from recoup_events.dispute import Reason, Speaker, ValidationPeriod
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId, InvoiceId, ReceivableId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Positive


class OpenDispute(Command):
    dispute_id: DisputeId
    customer_id: CustomerId
    creditor_id: CreditorId
    term: int | None
    """The number of the term, from 1; ``None`` contests what is open, the soonest due first."""
    amount: Positive | None
    """``None`` contests everything that is not contested yet."""
    line: int | None = None
    """The number of a line of the invoice, from 1; no more than that line is contested then."""
    reason: Reason
    statement: str
    invoice: Invoice
    """As it is known."""
    at: AwareDatetime
    policy: DisputePolicy = DisputePolicy()
    """Of its creditor."""
    debtor: Debtor = Debtor()
    metadata: Metadata = NO_METADATA
    reference: str | None = None
    validation: ValidationPeriod | None = None


class MoveDispute(Command):
    """An invoice that it contests is asked for on another one by now."""

    continued_by: InvoiceId
    continuations: Mapping[ReceivableId, ReceivableId]


class WithdrawDispute(Command):
    reason: str


class UpholdDispute(Command):
    reason: str


class PartlyUpholdDispute(Command):
    credit: Positive
    reason: str


class RejectDispute(Command):
    reason: str


class SendVerification(Command):
    """The consumer was sent verification of the debt."""

    sent_on: date
    what: str
    today: date


class AssignDispute(Command):
    owner: str | None
    team: str | None


class AddEntry(Command):
    """Something was said, between colleagues or with the debtor."""

    entry_id: str
    speaker: Speaker
    words: str


class DemandReview(Command):
    """The resolution clock has run out."""


Resolve = UpholdDispute | PartlyUpholdDispute | RejectDispute
Conversation = AssignDispute | AddEntry
DisputeCommand = (
    OpenDispute
    | MoveDispute
    | WithdrawDispute
    | Resolve
    | SendVerification
    | Conversation
    | DemandReview
    | EvidenceCommand
)
