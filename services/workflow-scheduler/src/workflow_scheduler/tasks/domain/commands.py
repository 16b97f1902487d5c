"""What may be asked of a task."""

from enum import StrEnum

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CustomerId, EnrolmentId, InvoiceId, TaskId


class CreateTask(Command):
    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
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


class CompleteTask(Command):
    disposition: Disposition
    note: str | None = None


TaskCommand = CreateTask | CompleteTask
