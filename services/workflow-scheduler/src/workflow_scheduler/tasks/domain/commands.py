"""What may be asked of a task."""

from datetime import date, datetime

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    TaskId,
)
from recoup_events.workflow_scheduler import (
    ClosingReason,
    Disposition,
    DisputeRequested,
    HardshipSignalled,
    Measure,
    TaskKind,
    TaskSubject,
)


class CreateTask(Command):
    task_id: TaskId
    customer_id: CustomerId
    creditor_id: CreditorId | None = None
    enrolment_id: EnrolmentId | None = None
    invoice_id: InvoiceId | None = None
    receivable_id: ReceivableId | None = None
    kind: TaskKind
    script: str
    measure: Measure | None = None
    about: TaskSubject = TaskSubject()
    words: str | None = None
    attempt: int = 1
    not_before: datetime | None = None
    due_on: date | None = None
    pauses_until: datetime | None = None


class CompleteTask(Command):
    disposition: Disposition
    call_id: CallId | None = None
    """The call that was made; it was asked for of notification, which counts it."""
    note: str | None = None


class RecordAnswers(Command):
    """What the answer makes others do."""

    answers: tuple[DisputeRequested | HardshipSignalled, ...]


class CloseTask(Command):
    reason: ClosingReason


class EndSearch(Command):
    """The days are over for which nothing was chased, whether or not the money was found."""


class AssignTask(Command):
    owner: str | None
    team: str | None
    by_rule: bool = False


class SnoozeTask(Command):
    until: datetime | None
    now: datetime


class RescheduleTask(Command):
    due_on: date | None
    today: date


Arranged = AssignTask | SnoozeTask | RescheduleTask
TaskCommand = CreateTask | CompleteTask | RecordAnswers | CloseTask | EndSearch | Arranged
