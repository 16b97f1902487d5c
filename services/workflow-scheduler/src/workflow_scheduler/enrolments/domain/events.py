"""What is recorded of enrolments for this service alone."""

from datetime import date

from pydantic import Field

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, EnrolmentId, InvoiceId, TaskId, WorkflowId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import PauseCause, Step


class EnrolmentPlanned(Event, type="enrolment.planned.v1"):
    """The steps are fixed here, so a later version of the workflow changes nothing."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...] = Field(min_length=1)
    passed: int = Field(ge=0)
    """How many steps lay in the past already and are left out."""
    due_date: date
    time_zone: str
    balance: Money


class OwedChanged(Event, type="enrolment.owed_changed.v1"):
    """The invoice's balance is another one now."""

    balance: Money
    chased: Money


class SliceResized(Event, type="enrolment.slice_resized.v1"):
    """Of a slice that stays out, more or less is left: a plan was paid, or a credit is awaited."""

    cause: PauseCause
    cause_id: str
    amount: Money
    chased: Money


class ClockStopped(Event, type="enrolment.clock_stopped.v1"):
    """There is nothing to chase: the steps stand still from this day of the debtor's on."""

    on: date


class ClockStarted(Event, type="enrolment.clock_started.v1"):
    """There is something to chase again; the steps come later by all days stood still so far."""

    shift_days: int = Field(ge=0)


class CallAsked(Event, type="enrolment.call_asked.v1"):
    """A person shall call; the task has a stream of its own."""

    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    script: str


class StepsUsedUp(Event, type="enrolment.steps_used_up.v1"):
    """The last step was taken; chasing gives up on this day, counted as ``Step.days`` is."""

    gives_up_on_day: int
