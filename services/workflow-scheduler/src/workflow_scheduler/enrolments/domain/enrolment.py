"""An enrolment: its steps, its slices, and a clock that may stand still."""

from datetime import date, datetime, time
from enum import StrEnum

from recoup_events.invoice import Chase
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    RoundId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentMoved,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    MeasureTaken,
    Outcome,
    ReminderRequested,
    RunReason,
    Step,
    StepDue,
    StepHeld,
    StepReleased,
)
from workflow_scheduler.enrolments.domain.events import (
    ChaseChanged,
    ClockStarted,
    ClockStopped,
    EnrolmentPlanned,
    Hastened,
    LastStep,
    OwedChanged,
    PassedStep,
    RepeatPlanned,
    SliceResized,
    StepPassed,
    StepPlanned,
    TaskAsked,
    TermsFollowed,
)
from workflow_scheduler.enrolments.domain.ids import Ids
from workflow_scheduler.enrolments.domain.slices import Pause, chased
from workflow_scheduler.workflows.domain.steps import decision_at


class EnrolmentState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """Nothing is chased for now; the steps stand still."""
    ENDED = "ended"


class NotEnrolled(Value):
    """The receivable has not arrived yet."""


class Planned(Value):
    """The step that comes next, and its moment as it was recorded."""

    step: str
    at: datetime
    round_id: RoundId | None = None
    """The contact round that takes it; calls have timers of their own."""
    held: StepHeld | None = None
    """It is not taken before that is proven which it says."""


class Enrolment(Value):
    """One receivable on its workflow."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    creditor_id: CreditorId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    contact_hour: time | None
    alone_until: datetime
    chase: Chase
    chase_from: date | None
    issue_date: date
    due_date: date
    time_zone: str
    country: str | None = None
    subdivision: str | None = None
    balance: Money
    pauses: tuple[Pause, ...] = ()
    taken: int = 0
    """How many steps are behind."""
    last: LastStep | None = None
    came_at_level: int = 0
    """How firm it had been asked for before it came here, or by what it continues; nobody proves that here."""
    stood_days: int = 0
    """How many days the steps have stood still since the latest one."""
    stood_since: date | None = None
    hastened_on: date | None = None
    """Since when the next step waits for nothing but its own day."""
    repeating: tuple[RepeatPlanned, ...] = ()
    """Calls that come again, one of each step."""
    passed: tuple[PassedStep, ...] = ()
    """Those whose condition did not hold on their day."""
    planned: Planned | None = None
    """Recorded anew whenever something it depends on has changed."""
    run: int = 0
    """How many runs have started."""
    run_reason: RunReason = RunReason.ISSUED
    outcome: Outcome | None = None
    reason: str | None = None
    overridden: str | None = None
    """The step that a person let go on without proof."""

    @property
    def ids(self) -> Ids:
        return Ids(
            enrolment_id=self.enrolment_id,
            invoice_id=self.invoice_id,
            receivable_id=self.receivable_id,
            customer_id=self.customer_id,
        )

    @property
    def level(self) -> int:
        """How firmly it was asked for at last in this run."""
        return 0 if self.last is None else self.last.level

    @property
    def chased(self) -> Money:
        return chased(self.balance, self.pauses)

    @property
    def state(self) -> EnrolmentState:
        if self.outcome is not None:
            return EnrolmentState.ENDED
        return EnrolmentState.RUNNING if self.runs else EnrolmentState.PAUSED

    @property
    def runs(self) -> bool:
        """Open with something to chase; otherwise the steps stand still."""
        return self.outcome is None and bool(self.chased)

    @property
    def remaining(self) -> tuple[Step, ...]:
        """The steps to come, and behind them the decision that is left to a person."""
        return (*self.steps[self.taken :], self.decision)

    @property
    def decision(self) -> Step:
        """What stands behind the last step."""
        return decision_at(self.contact_hour or time(10))


State = NotEnrolled | Enrolment
OutwardEvent = ReminderRequested | MeasureTaken
"""What others do something about, and the enrolment does not change by."""
SliceEvent = EnrolmentPaused | SliceResized | EnrolmentResumed
ProgressEvent = (
    StepPlanned | StepDue | Hastened | TaskAsked | StepHeld | StepReleased | OutwardEvent
)
AsideEvent = StepPassed | RepeatPlanned
ClockEvent = ClockStopped | ClockStarted | ChaseChanged | TermsFollowed
ChaseEvent = EnrolmentStarted | EnrolmentMoved | EnrolmentEnded | OwedChanged
EnrolmentEvent = (
    EnrolmentPlanned | SliceEvent | ProgressEvent | AsideEvent | ClockEvent | ChaseEvent
)
OWED_NO_MORE = (Outcome.PAID, Outcome.CANCELLED, Outcome.WRITTEN_OFF, Outcome.CONTINUED)
