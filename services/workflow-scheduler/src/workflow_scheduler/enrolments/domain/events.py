"""What is recorded of enrolments for this service alone."""

from datetime import date, datetime, time

from pydantic import Field

from recoup_events.invoice import Chase
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    RoundId,
    TaskId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    Call,
    Level,
    Measure,
    PauseCause,
    Step,
    TaskKind,
)


class LastStep(Value):
    """The latest step taken; those to come keep their distance from it."""

    step: str | None
    """Its name in the workflow; ``None`` if that has no step as mild as what was done before."""
    level: Level
    """How firm it was."""
    on: date


class EnrolmentPlanned(Event, type="enrolment.planned.v1"):
    """The steps are fixed here, so a later version of the workflow changes nothing."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    creditor_id: CreditorId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...] = Field(min_length=1)
    taken: int = Field(ge=0)
    """How many steps were taken before it came here."""
    last: LastStep | None
    contact_hour: time | None
    """When messages come, on the debtor's wall clock; ``None`` as soon as they fall due."""
    alone_until: datetime
    """Nothing is asked for before: what the ERP sends next may settle it."""
    chase: Chase
    chase_from: date | None
    issue_date: date
    due_date: date
    time_zone: str
    country: str | None = None
    """Whose working days count."""
    subdivision: str | None = None
    balance: Money
    stood_days: int = Field(default=0, ge=0)
    """How many days the steps had stood still by then, since the latest one."""
    stood_since: date | None = None


class StepPlanned(Event, type="enrolment.step_planned.v1"):
    """Which step comes next, and when; the moment stands whatever calendars say later."""

    enrolment_id: EnrolmentId
    step: str
    planned_for: datetime
    round_id: RoundId | None = None
    """The contact round a message waits for; calls have moments of their own."""
    passed: tuple[str, ...] = ()
    """Courtesies whose day has gone; they are left out."""


class PassedStep(Value):
    """A step that was passed over, and why."""

    step: str
    on: date
    reason: str
    """Which condition did not hold, what it asks and what was found."""


class StepPassed(Event, type="enrolment.step_passed.v1"):
    """The condition of a step did not hold on its day."""

    enrolment_id: EnrolmentId
    passed: PassedStep


class RepeatPlanned(Event, type="enrolment.repeat_planned.v1"):
    """When a call is asked for again; the moment stands whatever the workflow says later."""

    enrolment_id: EnrolmentId
    step: str
    """The step that asked for it first."""
    call: Call
    number: int = Field(ge=1)
    """The first one is the step's."""
    planned_for: datetime | None
    """``None``: it was asked for as often as it may be."""


class ChaseChanged(Event, type="enrolment.chase_changed.v1"):
    """Its owner decided anew when it is chased."""

    enrolment_id: EnrolmentId
    chase: Chase
    chase_from: date | None


class TermsFollowed(Event, type="enrolment.terms_followed.v1"):
    """It is due on another day, or the debtor's days are those of another place."""

    enrolment_id: EnrolmentId
    due_date: date
    time_zone: str
    country: str | None = None
    subdivision: str | None = None


class OwedChanged(Event, type="enrolment.owed_changed.v1"):
    """The balance is another one now."""

    balance: Money
    chased: Money
    paid: Money | None = None
    """By how much money has lowered it, below zero where money was taken back; ``None``: no money did."""


class SliceResized(Event, type="enrolment.slice_resized.v1"):
    """Of a slice that stays out, more or less is left: a plan was paid, or a credit is awaited."""

    cause: PauseCause
    cause_id: str
    amount: Money
    chased: Money


class ClockStopped(Event, type="enrolment.clock_stopped.v1"):
    """There is nothing to chase: the steps stand still from this day of the debtor's on."""

    enrolment_id: EnrolmentId
    on: date


class ClockStarted(Event, type="enrolment.clock_started.v1"):
    """There is something to chase again; the steps come later by all days stood still."""

    stood_days: int = Field(ge=0)
    """Since the latest step."""


class Hastened(Event, type="enrolment.hastened.v1"):
    """A promise was broken: what comes next waits for nothing but its own day."""

    enrolment_id: EnrolmentId
    passed: tuple[str, ...]
    """Steps that are no firmer than the latest one; they are left out."""
    on: date
    """The day in the debtor's calendar."""


class TaskAsked(Event, type="enrolment.task_asked.v1"):
    """A person shall call or decide; the task has a stream of its own."""

    task_id: TaskId
    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    script: str
    measure: Measure | None = None
    """What is to be decided; ``None`` for a call."""
    kind: TaskKind | None = None
    """``None``: a call, or the decision on a measure."""
