"""What may be asked of a placement."""

from datetime import date, datetime

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    AgencyId,
    ContactLeaseId,
    CreditorId,
    CustomerId,
    PaymentId,
    PersonId,
    PlacementId,
    ReceivableId,
    RemittanceId,
    TaskId,
)
from recoup_events.kernel.money import Money, Positive
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import (
    Commission,
    CommissionTax,
    DeclineReason,
    ReturnReason,
    Standards,
)


class Propose(Command):
    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId
    items: tuple[Slice, ...] = Field(min_length=1)
    reason: str
    by: str
    task_id: TaskId | None = None


class Approve(Command):
    items: tuple[Slice, ...]
    """What is owed on each of the proposal's receivables by now; what is paid is left out."""
    commission: Commission
    standards: Standards
    by: str
    answer_by: datetime


class Reject(Command):
    reason: str


class Accept(Command):
    now: datetime
    reference: str | None = None


class Decline(Command):
    now: datetime
    reason: DeclineReason
    note: str | None = None


class Lapse(Command):
    now: datetime


class FollowBalance(Command):
    receivable_id: ReceivableId
    balance: Money
    askable: Money
    payment_id: PaymentId | None = None


class FollowConditions(Command):
    conditions: tuple[str, ...]
    """Those in force that stop all contact; sorted."""


class RequestRecall(Command):
    reason: str
    report_until: datetime


class Recall(Command):
    """The time to report is over."""

    now: datetime


class Return(Command):
    reason: ReturnReason
    note: str | None = None


class Report(Command):
    external_id: str
    note: str | None = None


class ReportActivity(Report):
    activity: str
    done_at: datetime


class ReportContact(Report):
    person_id: PersonId
    channel: Channel | None
    contacted_at: datetime
    reached: bool
    lease_id: ContactLeaseId | None


class ReportHardship(Report):
    since: date


class ReportDispute(Report):
    receivable_id: ReceivableId
    amount: Positive
    reason: str


class ReportOffer(Report):
    amount: Positive
    pay_by: date
    instalments: int = Field(ge=1)


class DecideOffer(Command):
    external_id: str
    accepted: bool
    reason: str


class Remit(Command):
    remittance_id: RemittanceId
    receivable_id: ReceivableId
    payment_id: PaymentId
    payment_external_id: str
    amount: Positive
    received_on: date
    commission: Money
    commission_tax: CommissionTax | None
    at: str
    """Where it stands in the request."""


AnyReport = ReportActivity | ReportContact | ReportHardship | ReportDispute | ReportOffer
Answer = Accept | Decline | Lapse
OfCreditor = Approve | Reject | RequestRecall | Recall | DecideOffer
Following = FollowBalance | FollowConditions
Move = Answer | OfCreditor | Following | Return | AnyReport | Remit
PlacementCommand = Propose | Move
