"""Tasks in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from recoup_events.invoice import CustomerKind
from recoup_events.workflow_scheduler import (
    ClosingReason,
    Disposition,
    Measure,
    Outcome,
    TaskKind,
    TaskSubject,
)
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.debtors.domain.debtor import Debtor
from workflow_scheduler.enrolments.domain.enrolment import EnrolmentState
from workflow_scheduler.tasks.domain.task import Task

TaskState = Literal["open", "completed", "closed"]


class DebtorShown(BaseModel):
    """Who is called, and by which clock: quiet hours are the debtor's."""

    kind: CustomerKind | None
    time_zone: str | None


class TaskOf(Resource):
    """What is to be done, for whom, and what it is about."""

    id: str
    customer_id: str
    creditor_id: str | None = Field(description="`null`: it concerns the customer as such.")
    enrolment_id: str | None = Field(description="`null` where no step of a workflow asked for it.")
    invoice_id: str | None
    receivable_id: str | None
    kind: TaskKind
    measure: Measure | None = Field(description="What is to be decided, by an `escalation`.")
    script: str = Field(description="What to say, or to look at.")
    attempt: int = Field(description="Of a call: the how manieth try it is.")
    not_before: datetime | None = Field(description="It is to be done then, not sooner.")
    due_on: date | None = Field(description="The last day for it, in the customer's calendar.")
    owner: str | None
    team: str | None
    snoozed_until: datetime | None
    state: TaskState
    disposition: Disposition | None
    call_id: str | None = Field(description="The call that was made.")
    closing_reason: ClosingReason | None = Field(
        description="Why it closed by itself: there was no reason left to do it."
    )


class TaskShown(TaskOf):
    """Something left to a person, and what came of it."""

    debtor: DebtorShown
    about: TaskSubject = Field(description="What else it is about: a person, a reply, an address.")
    words: str | None = Field(description="What somebody wrote or said, that asks for it.")
    note: str | None


class TaskListed(TaskOf):
    """A task of a list."""

    completed_at: datetime | None
    closed_at: datetime | None
    enrolment_state: EnrolmentState | None = Field(description="It may have been paid since.")
    outcome: Outcome | None = Field(description="Why the enrolment ended, if it has.")
    chased: Amount | None = Field(description="What is asked for by now; `null` of no enrolment.")


def shown(task: Task, debtor: Debtor, dates: Dates) -> TaskShown:
    created, done, closed = task.created, task.completed, task.closed
    return TaskShown(
        **dates,
        **created.model_dump(exclude={"task_id", "due_on", "about"}),
        id=created.task_id,
        about=created.about,
        due_on=task.due_on,
        owner=task.owner,
        team=task.team,
        snoozed_until=task.snoozed_until,
        debtor=DebtorShown(kind=debtor.kind, time_zone=debtor.time_zone),
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
    chased = None if row["currency"] is None else in_currency(row, "chased")
    return TaskListed(**{**row, "chased": chased})
