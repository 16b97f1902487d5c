"""What the dispute service says: which slices are contested, reason, and how it ended."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId, EvidenceId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.slices import Slice

Slices = Annotated[tuple[Slice, ...], Field(min_length=1)]
"""Of one customer, owed to one creditor; one of each receivable, the soonest due first."""


class Reason(StrEnum):
    """Why the debtor contests."""

    NOT_RECEIVED = "not_received"
    QUALITY = "quality"
    PRICE = "price"
    QUANTITY = "quantity"
    DUPLICATE = "duplicate"
    MISSING_DOCUMENT = "missing_document"
    ALREADY_PAID = "already_paid"
    MISCOMMUNICATION = "miscommunication"
    """It was agreed otherwise, or asked of the wrong one."""
    IDENTITY = "identity"
    """They are not who owes it."""
    OTHER = "other"


LARGEST_EVIDENCE = 10 * 1024 * 1024
MOST_EVIDENCE = 20
"""Files of one dispute."""


class Party(StrEnum):
    """Whose side of a dispute something comes from."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"


class EvidenceFile(Value):
    """A file that is to show something of a dispute; its bytes are kept in no event."""

    evidence_id: EvidenceId
    name: str
    """What its sender calls it."""
    provided_by: Party
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of its bytes, so that another file cannot pass for it."""
    size: int = Field(gt=0, le=LARGEST_EVIDENCE)


class Speaker(StrEnum):
    """Who says something in a dispute."""

    INTERNAL = "internal"
    """A note between colleagues; the debtor never sees it."""
    TO_DEBTOR = "to_debtor"
    FROM_DEBTOR = "from_debtor"


class ValidationPeriod(Value):
    """A consumer contested in writing at a debt collector while it still could: 15 USC 1692g(b)."""

    received_on: date
    """The day on which the writing came."""
    ends_on: date
    """The last day of the period, as the validation notice says it: 12 CFR 1006.34(b)(5)."""


class DisputeEvent(Event, owner="dispute"):
    """An event of the dispute service."""


class DisputeOpened(Described, DisputeEvent, type="dispute.opened.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    creditor_id: CreditorId
    slices: Slices
    reason: Reason
    statement: str
    """The debtor's own words."""
    reference: str | None = None
    """What whoever opened it calls it; nothing where Recoup did, e.g. after a call."""
    line: int | None = Field(default=None, ge=1)
    """The line of the invoice that is contested, as it was numbered then; nothing: the invoice."""
    validation: ValidationPeriod | None = None
    """Then nothing of it is chased again before verification was sent, whatever is decided."""


class DisputeMoved(DisputeEvent, type="dispute.moved.v1"):
    """What it contests is asked for on another invoice by now, and contested there."""

    dispute_id: DisputeId
    customer_id: CustomerId
    before: Slices
    """All that it contested, as it was named until now."""
    slices: Slices
    """The same amounts, as they are named from now on."""


class DisputeWithdrawn(DisputeEvent, type="dispute.withdrawn.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    reason: str


class DisputeUpheld(DisputeEvent, type="dispute.upheld.v1"):
    """The debtor is right: all of it is credited."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    credit: Money
    credits: Slices
    """Of each receivable, what is granted."""
    reason: str


class DisputePartlyUpheld(DisputeEvent, type="dispute.partly_upheld.v1"):
    """The debtor is right in part: ``credit`` is credited, those due first come first; the rest is owed."""

    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    credit: Money
    credits: Slices
    """Of each receivable, what is granted."""
    reason: str


class DisputeRejected(DisputeEvent, type="dispute.rejected.v1"):
    dispute_id: DisputeId
    customer_id: CustomerId
    slices: Slices
    reason: str


class DisputeVerificationSent(DisputeEvent, type="dispute.verification_sent.v1"):
    """The consumer was sent verification of the debt: 15 USC 1692g(b), 12 CFR 1006.38(d)."""

    dispute_id: DisputeId
    customer_id: CustomerId
    sent_on: date
    what: str
    """What was sent, and how."""


class DisputeAssigned(DisputeEvent, type="dispute.assigned.v1"):
    """Whose it is from now on."""

    dispute_id: DisputeId
    customer_id: CustomerId
    owned_by: str | None
    """The tenant's own id of a colleague; ``None``: whoever takes it."""
    team: str | None
    """The code of a team."""


class DisputeEntryAdded(AboutPerson, DisputeEvent, type="dispute.entry_added.v1"):
    """Something was said in its conversation."""

    subject: ClassVar[str] = "customer_id"

    dispute_id: DisputeId
    customer_id: CustomerId
    entry_id: str
    speaker: Speaker
    words: Personal[str]


class DisputeEvidenceAdded(DisputeEvent, type="dispute.evidence_added.v1"):
    """Its bytes are here, are those that were announced, of a type that is kept, and clean."""

    dispute_id: DisputeId
    customer_id: CustomerId
    file: EvidenceFile
    content_type: str


class DisputeEvidenceRemoved(DisputeEvent, type="dispute.evidence_removed.v1"):
    """Its bytes are deleted; that there was a file stays on record."""

    dispute_id: DisputeId
    customer_id: CustomerId
    evidence_id: EvidenceId
    reason: str


class DisputeMetadataChanged(MetadataChanged, DisputeEvent, type="dispute.metadata_changed.v1"):
    """Its metadata are these now."""

    dispute_id: DisputeId
    customer_id: CustomerId
