"""Placements: what of a customer's debts a partner agency collects, from the proposal to the return."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import (
    AgencyId,
    ContactLeaseId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PersonId,
    PlacementId,
    ReceivableId,
    RemittanceId,
    TaskId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler.agency import Commission, Standards
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.remittance import CommissionTax


class PlacementEvent(WorkflowSchedulerEvent):
    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId


class PlacementEnding(PlacementEvent):
    """The agency does not have it, or not any more."""

    receivable_ids: tuple[ReceivableId, ...]


class PlacementProposed(PlacementEvent, type="placement.proposed.v1"):
    """A rule or a person would give these debts to the agency; nobody has approved it yet."""

    items: tuple[Slice, ...] = Field(min_length=1)
    """What was owed on each receivable by then."""
    reason: str
    proposed_by: str
    """Who may not approve it."""
    task_id: TaskId | None = None
    """The task in which a person chose this last resort."""


class PlacementRejected(PlacementEnding, type="placement.rejected.v1"):
    """A second person did not approve it; whatever was done before goes on."""

    reason: str


class PlacementApproved(PlacementEvent, type="placement.approved.v1"):
    """A second person approved it: it is offered to the agency under these terms."""

    items: tuple[Slice, ...] = Field(min_length=1)
    """What is owed on each receivable now."""
    commission: Commission
    standards: Standards
    answer_by: AwareDatetime
    """Without an answer by then it lapses."""


class PlacementAccepted(PlacementEvent, type="placement.accepted.v1"):
    """The agency collects it from now on, and the creditor's own steps have ended."""

    receivable_ids: tuple[ReceivableId, ...]
    reference: str | None = None
    """The agency's own name of it."""


class DeclineReason(StrEnum):
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NOT_LICENSED = "not_licensed"
    TOO_SMALL = "too_small"
    TOO_OLD = "too_old"
    DOCUMENTS_MISSING = "documents_missing"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"


class PlacementDeclined(PlacementEnding, type="placement.declined.v1"):
    reason: DeclineReason
    note: str | None = None


class PlacementLapsed(PlacementEnding, type="placement.lapsed.v1"):
    """The agency did not answer in time."""


class PlacementBalanceChanged(PlacementEvent, type="placement.balance_changed.v1"):
    """On one of its receivables something else is owed, or may be asked for, than before."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    balance: Money
    askable: Money
    """What of it may be asked for: not what is disputed, in a plan, or paid and on its way."""
    total: Money
    """What is owed on all of the placement's receivables now."""
    payment_id: PaymentId | None = None
    """The payment that changed it, if one did, whoever it was made to."""


class PlacementSuspended(PlacementEvent, type="placement.suspended.v1"):
    """Stop all contact at once: these conditions of the customer are in force now."""

    conditions: tuple[str, ...] = Field(min_length=1)


class PlacementResumed(PlacementEvent, type="placement.resumed.v1"):
    """No condition stands in the way any more."""


class PlacementRecallRequested(PlacementEvent, type="placement.recall_requested.v1"):
    """The creditor wants it back: report what is open until then, nothing is accepted afterwards."""

    reason: str
    report_until: AwareDatetime


class PlacementRecalled(PlacementEnding, type="placement.recalled.v1"):
    """It is with the creditor again."""


class ReturnReason(StrEnum):
    PAID = "paid"
    UNCOLLECTABLE = "uncollectable"
    NOT_FOUND = "not_found"
    INSOLVENT = "insolvent"
    DECEASED = "deceased"
    DISPUTED = "disputed"
    HARDSHIP = "hardship"
    RECALLED = "recalled"
    OTHER = "other"


class PlacementReturned(PlacementEnding, type="placement.returned.v1"):
    """The agency gave it back."""

    reason: ReturnReason
    note: str | None = None


class PlacementReport(AboutPerson, PlacementEvent):
    """What an agency says of its work, under an id of its own, once."""

    subject = "customer_id"

    external_id: str
    note: Personal[str | None] = None


class PlacementActivityReported(PlacementReport, type="placement.activity_reported.v1"):
    """Something was done that reached nobody: a search, a letter before action, a visit prepared."""

    activity: str
    done_at: AwareDatetime


class PlacementContactReported(PlacementReport, type="placement.contact_reported.v1"):
    """The agency contacted a person; the contact ledger counts it with the creditor's own."""

    person_id: PersonId
    channel: Channel | None
    """``None``: a call."""
    contacted_at: AwareDatetime
    reached: bool
    lease_id: ContactLeaseId | None = None
    """Under which it was made; without one it is a breach."""


class PlacementHardshipReported(PlacementReport, type="placement.hardship_reported.v1"):
    """The debtor cannot pay; it becomes a condition of the customer."""

    since: date


class PlacementDisputeReported(PlacementReport, type="placement.dispute_reported.v1"):
    """The debtor contests a part of a receivable; it becomes a dispute."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    reason: str
    """One of the reasons of disputes."""


class PlacementOfferReported(PlacementReport, type="placement.offer_reported.v1"):
    """The debtor offers to settle for this; a person decides, not the agency."""

    amount: Money
    pay_by: date
    instalments: int = Field(ge=1)


class PlacementOfferDecided(PlacementEvent, type="placement.offer_decided.v1"):
    external_id: str
    """Of the offer."""
    accepted: bool
    reason: str


class PlacementRemitted(PlacementEvent, type="placement.remitted.v1"):
    """The debtor paid the agency, which passes it on: it counts from the day the agency had it."""

    remittance_id: RemittanceId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    payment_id: PaymentId
    payment_external_id: str
    """What the payment is called in the source ``agency``."""
    amount: Money
    """Gross: what the debtor paid."""
    received_on: date
    commission: Money
    """What of the remittance's commission falls on it."""
    commission_tax: CommissionTax | None = None
    """And of the tax in that."""
