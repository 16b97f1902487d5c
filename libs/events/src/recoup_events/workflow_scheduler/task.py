"""Tasks: calls left to people."""

from enum import StrEnum
from typing import Literal

from recoup_events.kernel.ids import (
    CallId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    TaskId,
)
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class ClosingReason(StrEnum):
    """Why a task is not to be done any more."""

    PAID = "paid"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"
    CONTINUED = "continued"
    """What is owed is asked for on another invoice; the call is a task of that one."""
    SET_ASIDE = "set_aside"
    """Disputes, plans and reserved money cover all that is owed."""
    HELD = "held"
    """A person holds the enrolment, or the invoice waits for its release."""
    STOPPED = "stopped"
    NOT_CHASED = "not_chased"
    INSOLVENCY = "insolvency"
    DEATH = "death"
    CEASE_REQUEST = "cease_request"
    BREATHING_SPACE = "breathing_space"


class TaskEvent(WorkflowSchedulerEvent):
    """A call that a step of an enrolment asks for."""

    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId


class TaskCreated(TaskEvent, type="task.created.v1"):
    kind: Literal["call"]
    script: str


class TaskCompleted(TaskEvent, type="task.completed.v1"):
    disposition: str
    call_id: CallId | None = None
    """The call that was made; ``None`` where none was."""
    note: str | None = None


class TaskClosed(TaskEvent, type="task.closed.v1"):
    """It closed by itself: there is no reason left to call."""

    reason: ClosingReason
