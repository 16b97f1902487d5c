"""What may be asked of a dispute."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from recoup_events.dispute import Reason
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, CustomerId, DisputeId, InvoiceId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, Positive


class OpenDispute(Command):
    dispute_id: DisputeId
    customer_id: CustomerId
    creditor_id: CreditorId
    invoice_id: InvoiceId
    amount: Positive | None
    """``None`` contests everything that is not contested yet."""
    reason: Reason
    statement: str
    owed: Money
    """The balance of the invoice."""
    contested: Mapping[DisputeId, Money]
    """What other disputes contest of it."""
    at: AwareDatetime
    metadata: Metadata = NO_METADATA


class WithdrawDispute(Command):
    reason: str


class UpholdDispute(Command):
    reason: str


class PartlyUpholdDispute(Command):
    credit: Positive
    reason: str


class RejectDispute(Command):
    reason: str


class DemandReview(Command):
    """The resolution clock has run out."""


Resolve = UpholdDispute | PartlyUpholdDispute | RejectDispute
DisputeCommand = OpenDispute | WithdrawDispute | Resolve | DemandReview
