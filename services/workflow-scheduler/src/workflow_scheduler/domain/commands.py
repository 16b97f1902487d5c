"""What may be asked of workflows, enrolments and tasks."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from recoup_events.base import Command
from recoup_events.ids import CustomerId, EnrolmentId, InvoiceId, TaskId, WorkflowId
from recoup_events.money import Money
from recoup_events.workflow_scheduler import Outcome, PauseCause, Step


class PublishWorkflow(Command):
    workflow_id: WorkflowId
    name: str
    steps: tuple[Step, ...]


class RetireWorkflow(Command):
    default: WorkflowId
    """The workflow new invoices are put on; that one has to stay."""


class ChooseWorkflow(Command):
    """Put new invoices on this workflow, whose latest version and state are given."""

    workflow_id: WorkflowId
    version: int
    retired: bool


class Timed(Command):
    """Everything asked of an enrolment says when, for its clock may stop or start."""

    now: datetime


class StartEnrolment(Timed):
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    due_date: date
    time_zone: str
    balance: Money


class TakeDueSteps(Timed):
    """Take every step due at or before now."""


class FollowOwed(Timed):
    """Chase what is owed now, without what disputes and plans set aside now."""

    balance: Money
    set_aside: Mapping[tuple[PauseCause, str], Money]
    """By cause and its id."""


class Reopen(Timed):
    """Something is owed again on an invoice that had been paid."""

    balance: Money


class EndEnrolment(Timed):
    """What was heard leaves nothing to chase."""

    outcome: Outcome


class CeaseContact(Timed):
    """Leave everything out: the customer asked not to be contacted."""


class Hold(Timed):
    """A person pauses a stated amount, or everything."""

    reason: str
    amount: Money | None = None


class Release(Timed):
    """A person ends the hold."""


class Stop(Timed):
    """A person ends the chase for good."""

    reason: str


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


WorkflowCommand = PublishWorkflow | RetireWorkflow
ChaseCommand = StartEnrolment | TakeDueSteps | FollowOwed | Reopen | EndEnrolment | CeaseContact
Intervention = Hold | Release | Stop
EnrolmentCommand = ChaseCommand | Intervention
TaskCommand = CreateTask | CompleteTask
