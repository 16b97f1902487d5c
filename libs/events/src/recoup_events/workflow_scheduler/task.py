"""Tasks: calls left to people."""

from typing import Literal

from recoup_events.kernel.ids import CustomerId, EnrolmentId, InvoiceId, TaskId
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


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
