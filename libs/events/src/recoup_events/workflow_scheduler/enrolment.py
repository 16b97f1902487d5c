"""Enrolments: which step comes when, for which part of which invoice."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.reminder import Level


class Outcome(StrEnum):
    """Why a run ended; nothing leaves a workflow without one."""

    PAID = "paid"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"
    """Its creditor does not expect the rest any more."""
    INSOLVENT = "insolvent"
    EXHAUSTED = "exhausted"
    STOPPED = "stopped"
    CONTINUED = "continued"
    """It is asked for on another invoice, whose enrolment goes on where this one stood."""
    NOT_CHASED = "not_chased"
    """It is never chased, as its owner decided."""
    HANDED_TO_COURT = "handed_to_court"
    LIEN_FILED = "lien_filed"
    PLACED = "placed"
    """A partner agency collects it."""


class PauseCause(StrEnum):
    DISPUTE = "dispute"
    PLAN = "plan"
    PROMISE = "promise"
    SAID_TO_BE_PAID = "said_to_be_paid"
    """The customer says that it has paid; for some days the money is looked for."""
    RESERVE = "reserve"
    """Money on account is kept for it."""
    CONDITION = "condition"
    """Of the customer; the reason names it."""
    HOLD = "hold"
    EXCEPTION = "exception"
    """From the creditor's policy: it is not chased until a day."""
    ON_RELEASE = "on_release"
    """The invoice is not chased before it is released."""


class RunReason(StrEnum):
    """Why a run of an enrolment started."""

    ISSUED = "issued"
    CONTINUED = "continued"
    """It continues another receivable; it goes on where the enrolment of that one stood."""
    CHARGED = "charged"
    """It is charged for another receivable; it goes on where the enrolment of that one stood."""
    REOPENED = "reopened"
    """Something is owed again; it goes on where the run before stood."""
    WRITE_OFF_REVERSED = "write_off_reversed"
    """Its creditor expects the money again; it goes on where the run before stood."""
    CONDITION_LIFTED = "condition_lifted"
    """What had ended it does not hold any more; it goes on where the run before stood."""
    RECALLED = "recalled"
    """It came back from whoever had been given it."""
    SECOND_TREATMENT = "second_treatment"


class EnrolmentStarted(WorkflowSchedulerEvent, type="enrolment.started.v1"):
    """A run of the enrolment started; it ends with an outcome."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    workflow_id: WorkflowId
    workflow_version: int
    run: int = Field(ge=1)
    reason: RunReason
    note: str | None = None
    """The words of the person who started it."""


class EnrolmentMoved(WorkflowSchedulerEvent, type="enrolment.moved.v1"):
    """Its run goes on on another workflow, or on another version of its own."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    run: int = Field(ge=1)
    from_workflow_id: WorkflowId
    from_workflow_version: int
    workflow_id: WorkflowId
    workflow_version: int
    reason: str
    """The words of the person, or of the rule, that moved it."""
    milder_reason: str | None = None
    """Why it may be asked for more mildly than before; ``None`` where it is not."""


class StepDue(WorkflowSchedulerEvent, type="enrolment.step_due.v1"):
    """A step was taken."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    step: str
    level: Level | None = None
    """How firm it was."""
    occurrence: int = Field(ge=1)
    """The run in which it was taken; in none it comes twice."""
    planned_for: datetime
    taken_on: date
    """The day in the debtor's calendar; what is left of the workflow is spaced from it."""


class EnrolmentPaused(WorkflowSchedulerEvent, type="enrolment.paused.v1"):
    """A slice is no longer chased; with nothing left to chase, the steps stand still."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    cause: PauseCause
    cause_id: str
    amount: Money
    chased: Money
    """What is still chased after this event."""
    whole: bool = False
    """Everything is paused, whatever comes to be owed; ``amount`` is what it was just then."""
    reason: str | None = None
    """The words of the person who paused it, or the customer's condition."""


class EnrolmentResumed(WorkflowSchedulerEvent, type="enrolment.resumed.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    cause: PauseCause
    cause_id: str
    chased: Money


class EnrolmentEnded(WorkflowSchedulerEvent, type="enrolment.ended.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    outcome: Outcome
    reason: str | None = None
    """The words of the person who stopped it."""
