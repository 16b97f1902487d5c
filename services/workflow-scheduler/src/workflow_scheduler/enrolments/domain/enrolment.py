"""An enrolment: its steps, its slices, and a clock that may stand still."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, EnrolmentId, InvoiceId, WorkflowId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    ReminderRequested,
    Step,
    StepDue,
)
from recoup_receivables import calendar
from workflow_scheduler.enrolments.domain.events import (
    CallAsked,
    ClockStarted,
    ClockStopped,
    EnrolmentPlanned,
    OwedChanged,
    SliceResized,
    StepsUsedUp,
)
from workflow_scheduler.enrolments.domain.ids import Ids
from workflow_scheduler.enrolments.domain.slices import Pause, chased, put, without


class EnrolmentState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """Nothing is chased for now; the steps stand still."""
    ENDED = "ended"


class NotEnrolled(Value):
    """The invoice has not arrived yet."""


class Enrolment(Value):
    """One invoice on its workflow; days are counted from the due date, as in ``Step.days``."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId
    workflow_id: WorkflowId
    workflow_version: int
    steps: tuple[Step, ...]
    due_date: date
    time_zone: str
    balance: Money
    pauses: tuple[Pause, ...] = ()
    taken: int = 0
    """How many steps are behind."""
    gives_up_on_day: int | None = None
    """Known once the last step was taken."""
    shift_days: int = 0
    """How many days the steps have stood still so far; they come later by as many."""
    stood_since: date | None = None
    outcome: Outcome | None = None
    reason: str | None = None

    @property
    def ids(self) -> Ids:
        return Ids(
            enrolment_id=self.enrolment_id,
            invoice_id=self.invoice_id,
            customer_id=self.customer_id,
        )

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
        return self.steps[self.taken :]

    @property
    def next_moment(self) -> datetime | None:
        """When the next step comes or chasing gives up; ``None`` while it stands still."""
        if not self.runs:
            return None
        if self.remaining:
            return self.moment_of(self.remaining[0])
        return self.gives_up_at

    @property
    def gives_up_at(self) -> datetime | None:
        if self.gives_up_on_day is None:
            return None
        return self._moment(self.gives_up_on_day, self.steps[-1].at)

    def moment_of(self, step: Step) -> datetime:
        return self._moment(step.days, step.at)

    def _moment(self, days: int, at: time) -> datetime:
        day = self.due_date + timedelta(days=days + self.shift_days)
        return calendar.at_local_time(day, at, self.time_zone)


State = NotEnrolled | Enrolment


SliceEvent = EnrolmentPaused | SliceResized | EnrolmentResumed


ProgressEvent = StepDue | ReminderRequested | CallAsked | StepsUsedUp


ChaseEvent = EnrolmentStarted | EnrolmentEnded | OwedChanged | ClockStopped | ClockStarted


EnrolmentEvent = EnrolmentPlanned | SliceEvent | ProgressEvent | ChaseEvent


OWED_NO_MORE = (Outcome.PAID, Outcome.CANCELLED)


def evolve(state: State, event: EnrolmentEvent) -> State:
    """Fold one event into the enrolment; an event has happened and is never refused."""
    if isinstance(event, EnrolmentPlanned):
        return Enrolment(taken=event.passed, **event.model_dump(exclude={"passed"}))
    if isinstance(state, NotEnrolled):
        return state
    if isinstance(event, SliceEvent):
        return state.model_copy(update={"pauses": _pauses(state, event)})
    if isinstance(event, ProgressEvent):
        return state.model_copy(update=_progress(state, event))
    return state.model_copy(update=_chase(state, event))


def _pauses(enrolment: Enrolment, event: SliceEvent) -> tuple[Pause, ...]:
    match event:
        case EnrolmentPaused(cause=cause, cause_id=cause_id, reason=reason):
            amount = None if event.whole else event.amount
            pause = Pause(cause=cause, cause_id=cause_id, amount=amount, reason=reason)
            return put(enrolment.pauses, pause)
        case SliceResized(cause=cause, cause_id=cause_id, amount=amount):
            return put(enrolment.pauses, Pause(cause=cause, cause_id=cause_id, amount=amount))
        case EnrolmentResumed(cause=cause, cause_id=cause_id):
            return without(enrolment.pauses, cause, cause_id)


def _progress(enrolment: Enrolment, event: ProgressEvent) -> dict[str, Any]:
    match event:
        case StepDue():
            return {"taken": enrolment.taken + 1}
        case StepsUsedUp():
            return {"gives_up_on_day": event.gives_up_on_day}
        case ReminderRequested() | CallAsked():
            return {}


def _chase(enrolment: Enrolment, event: ChaseEvent) -> dict[str, Any]:
    match event:
        case EnrolmentStarted():
            return {"outcome": None, "reason": None}
        case EnrolmentEnded(outcome=outcome, reason=reason) if outcome in OWED_NO_MORE:
            nothing = Money.zero(enrolment.balance.currency)
            return {"outcome": outcome, "reason": reason, "balance": nothing}
        case EnrolmentEnded(outcome=outcome, reason=reason):
            return {"outcome": outcome, "reason": reason}
        case OwedChanged(balance=balance):
            return {"balance": balance}
        case ClockStopped(on=day):
            return {"stood_since": day}
        case ClockStarted(shift_days=days):
            return {"stood_since": None, "shift_days": days}
