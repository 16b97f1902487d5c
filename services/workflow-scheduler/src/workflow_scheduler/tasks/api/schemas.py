"""Tasks in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from recoup_events.invoice import CustomerKind
from recoup_events.workflow_scheduler import ClosingReason, Outcome
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Name, RequestBody, Text
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.debtors.domain.debtor import Debtor
from workflow_scheduler.enrolments.domain.enrolment import EnrolmentState
from workflow_scheduler.tasks.domain.commands import Disposition
from workflow_scheduler.tasks.domain.task import Task

TaskState = Literal["open", "completed", "closed"]


class NewCompletion(RequestBody):
    disposition: Disposition = Field(description="How the call went.")
    call_id: Name | None = Field(
        default=None,
        description="The call that was made, as `POST /v1/calls` of notification named it; left out "
        "with `no_call` alone.",
        examples=["cal_20b1"],
    )
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
    receivable_id: str
    customer_id: str
    debtor: DebtorShown
    kind: Literal["call"]
    script: str = Field(description="What to say.")
    state: TaskState
    disposition: str | None
    call_id: str | None = Field(description="The call that was made.")
    note: str | None
    closing_reason: ClosingReason | None = Field(
        description="Why it closed by itself: there was no reason left to call."
    )


class TaskListed(Resource):
    """A task on the worklist."""

    id: str
    enrolment_id: str
    invoice_id: str
    receivable_id: str
    customer_id: str
    creditor_id: str
    script: str
    state: TaskState
    disposition: str | None
    call_id: str | None
    completed_at: datetime | None
    closing_reason: ClosingReason | None
    closed_at: datetime | None
    enrolment_state: EnrolmentState = Field(description="It may have been paid since.")
    outcome: Outcome | None = Field(description="Why the enrolment ended, if it has.")
    chased: Amount = Field(description="What is asked for by now.")


def shown(task: Task, debtor: Debtor, dates: Dates) -> TaskShown:
    created, done, closed = task.created, task.completed, task.closed
    return TaskShown(
        **dates,
        id=created.task_id,
        enrolment_id=created.enrolment_id,
        invoice_id=created.invoice_id,
        receivable_id=created.receivable_id,
        customer_id=created.customer_id,
        debtor=DebtorShown(kind=debtor.kind, time_zone=debtor.time_zone),
        kind=created.kind,
        script=created.script,
        state=_state(task),
        disposition=None if done is None else done.disposition,
        call_id=None if done is None else done.call_id,
        note=None if done is None else done.note,
        closing_reason=None if closed is None else closed.reason,
    )


def _state(task: Task) -> TaskState:
    if task.closed is not None:
        return "closed"
    return "open" if task.completed is None else "completed"


def listed(row: Mapping[str, Any]) -> TaskListed:
    return TaskListed(**{**row, "chased": in_currency(row, "chased")})
