"""Tasks in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from recoup_events.invoice import CustomerKind
from recoup_events.workflow_scheduler import Outcome
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import RequestBody, Text
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.debtors.domain.debtor import Debtor
from workflow_scheduler.enrolments.domain.enrolment import EnrolmentState
from workflow_scheduler.tasks.domain.commands import Disposition
from workflow_scheduler.tasks.domain.task import Task

TaskState = Literal["open", "completed"]


class NewCompletion(RequestBody):
    disposition: Disposition = Field(description="How the call went.")
    note: Text | None = Field(
        default=None, description="What was said.", examples=["Pays on Friday by bank transfer."]
    )


class DebtorShown(BaseModel):
    """Who is called, and by which clock: quiet hours are the debtor's."""

    kind: CustomerKind | None
    time_zone: str | None


class TaskShown(Resource):
    """A call to make, and how it went."""

    id: str
    enrolment_id: str
    invoice_id: str
    customer_id: str
    debtor: DebtorShown
    kind: Literal["call"]
    script: str = Field(description="What to say.")
    state: TaskState
    disposition: str | None
    note: str | None


class TaskListed(Resource):
    """A task on the worklist."""

    id: str
    enrolment_id: str
    invoice_id: str
    customer_id: str
    script: str
    state: TaskState
    disposition: str | None
    completed_at: datetime | None
    enrolment_state: EnrolmentState = Field(description="The invoice may have been paid since.")
    outcome: Outcome | None = Field(description="Why the enrolment ended, if it has.")
    chased: Amount = Field(description="What is asked for by now.")


def shown(task: Task, debtor: Debtor, dates: Dates) -> TaskShown:
    created, done = task.created, task.completed
    return TaskShown(
        **dates,
        id=created.task_id,
        enrolment_id=created.enrolment_id,
        invoice_id=created.invoice_id,
        customer_id=created.customer_id,
        debtor=DebtorShown(kind=debtor.kind, time_zone=debtor.time_zone),
        kind=created.kind,
        script=created.script,
        state="open" if done is None else "completed",
        disposition=None if done is None else done.disposition,
        note=None if done is None else done.note,
    )


def listed(row: Mapping[str, Any]) -> TaskListed:
    state = "open" if row["completed_at"] is None else "completed"
    return TaskListed(**{**row, "chased": in_currency(row, "chased"), "state": state})
