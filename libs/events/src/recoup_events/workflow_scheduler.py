"""What the workflow-scheduler says: which step comes when, for which part of which invoice."""

from datetime import datetime, time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from recoup_events.base import Event, Value
from recoup_events.ids import CustomerId, EnrolmentId, InvoiceId, ReminderId, TaskId, WorkflowId
from recoup_events.invoice import ContactRole
from recoup_events.money import Money


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class Remind(Value):
    """A step that sends one message."""

    kind: Literal["remind"] = "remind"
    channel: Channel
    template: str
    recipients: tuple[ContactRole, ...] = (ContactRole.BILLING,)


class Call(Value):
    """A step that asks a person to call."""

    kind: Literal["call"] = "call"
    script: str


class Step(Value):
    """What to do, how many days after (or, negative, before) the due date, at which local time."""

    name: str
    days: int = Field(ge=-365, le=3650)
    at: time
    """Wall-clock time in the debtor's zone."""
    action: Annotated[Remind | Call, Field(discriminator="kind")]


class Outcome(StrEnum):
    """Why an enrolment ended; nothing leaves a workflow without one."""

    PAID = "paid"
    CANCELLED = "cancelled"
    INSOLVENT = "insolvent"
    EXHAUSTED = "exhausted"
    STOPPED = "stopped"


class PauseCause(StrEnum):
    DISPUTE = "dispute"
    PLAN = "plan"
    CEASED_CONTACT = "ceased_contact"
    HOLD = "hold"


class WorkflowSchedulerEvent(Event, owner="workflow_scheduler"):
    """An event of the workflow-scheduler."""


class WorkflowPublished(WorkflowSchedulerEvent, type="workflow.published.v1"):
    workflow_id: WorkflowId
    workflow_version: int = Field(ge=1)
    name: str
    steps: tuple[Step, ...]


class WorkflowRetired(WorkflowSchedulerEvent, type="workflow.retired.v1"):
    workflow_id: WorkflowId


class EnrolmentStarted(WorkflowSchedulerEvent, type="enrolment.started.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    workflow_id: WorkflowId
    workflow_version: int


class StepDue(WorkflowSchedulerEvent, type="enrolment.step_due.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    step: str
    occurrence: int = Field(ge=1)
    planned_for: datetime
    superseded: bool = False
    """A later step by the same channel was due at once; the debtor got that one alone."""


class EnrolmentPaused(WorkflowSchedulerEvent, type="enrolment.paused.v1"):
    """A slice is no longer chased; with nothing left to chase, the steps stand still."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    cause: PauseCause
    cause_id: str
    amount: Money
    chased: Money
    """What is still chased after this event."""
    whole: bool = False
    """Everything is paused, whatever comes to be owed; ``amount`` is what it was just then."""
    reason: str | None = None
    """The words of the person who paused it."""


class EnrolmentResumed(WorkflowSchedulerEvent, type="enrolment.resumed.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    cause: PauseCause
    cause_id: str
    chased: Money


class EnrolmentEnded(WorkflowSchedulerEvent, type="enrolment.ended.v1"):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    outcome: Outcome
    reason: str | None = None
    """The words of the person who stopped it."""


class ReminderRequested(WorkflowSchedulerEvent, type="reminder.requested.v1"):
    reminder_id: ReminderId
    """Derived from enrolment, workflow version, step and occurrence: asked once, sent once."""
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    step: str
    occurrence: int = Field(ge=1)
    channel: Channel
    template: str
    recipients: tuple[ContactRole, ...]
    amount: Money
    """The slice that is chased, when the step was due."""


class TaskCreated(WorkflowSchedulerEvent, type="task.created.v1"):
    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    kind: Literal["call"]
    script: str


class TaskCompleted(WorkflowSchedulerEvent, type="task.completed.v1"):
    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    disposition: str
    note: str | None = None
