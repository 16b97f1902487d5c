"""What may be asked of a task."""

from enum import StrEnum

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    CallId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    TaskId,
)
from recoup_events.workflow_scheduler import ClosingReason


class CreateTask(Command):
    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    script: str


class Disposition(StrEnum):
    """How a call ended."""

    PROMISED_TO_PAY = "promised_to_pay"
    PAID_ALREADY = "paid_already"
    CONTESTS = "contests"
    ASKED_FOR_PLAN = "asked_for_plan"
    CANNOT_PAY = "cannot_pay"
    CALLS_BACK = "calls_back"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"
    NO_CALL = "no_call"
    """Nobody was called, and nobody will be."""


class CompleteTask(Command):
    disposition: Disposition
    call_id: CallId | None = None
    """The call that was made; it was asked for of notification, which counts it."""
    note: str | None = None


class CloseTask(Command):
    reason: ClosingReason


TaskCommand = CreateTask | CompleteTask | CloseTask
