"""The last resort: what is done when nothing milder is left, chosen by two people and recorded."""

from datetime import date
from enum import StrEnum

from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    TaskId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.measure import Measure


class LastResort(StrEnum):
    """How the chase may end without money."""

    COURT = "court"
    LIEN = "lien"
    AGENCY = "agency"
    FORGIVENESS = "forgiveness"
    """The rest is written off."""


class LastResortEvent(WorkflowSchedulerEvent):
    """One choice, for one receivable."""

    last_resort_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    choice: LastResort


class LastResortProposed(LastResortEvent, type="last_resort.proposed.v1"):
    """A person wants it done; a second one decides."""

    amount: Money
    """What was owed then."""
    reason: str
    proposed_by: str
    agency_id: AgencyId | None = None
    documents: tuple[str, ...] = ()
    """What is needed for it."""
    deadline_on: date | None = None
    """The last day to file, where a law is known that sets one."""
    deadline_source: str | None = None
    """That law; counsel confirms it."""
    task_id: TaskId | None = None
    """The decision it came of."""


class LastResortChosen(LastResortEvent, type="last_resort.chosen.v1"):
    """A second person approved it: it is done now."""

    amount: Money
    """What is owed now."""
    reason: str
    proposed_by: str
    approved_by: str
    agency_id: AgencyId | None = None
    documents: tuple[str, ...] = ()
    deadline_on: date | None = None
    deadline_source: str | None = None


class LastResortRefused(LastResortEvent, type="last_resort.refused.v1"):
    """It is not done; the decision is asked for again."""

    reason: str
    refused_by: str


class MeasureTaken(WorkflowSchedulerEvent, type="measure.taken.v1"):
    """A person decided that a measure of the workflow is taken."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    measure: Measure
    task_id: TaskId
