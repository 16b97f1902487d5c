"""An enrolment: its steps, its slices, and a clock that may stand still."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

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
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    RunReason,
    Step,
    StepDue,
)
from workflow_scheduler.enrolments.domain.events import (
    CallAsked,
    ChaseChanged,
    ClockStarted,
    ClockStopped,
    EnrolmentPlanned,
    LastStep,
    OwedChanged,
    SliceResized,
    StepPlanned,
    TermsFollowed,
)
from workflow_scheduler.enrolments.domain.ids import Ids
from workflow_scheduler.enrolments.domain.slices import Pause, chased, put, without
from workflow_scheduler.workflows.domain.steps import decision_after


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


class Enrolment(Value):
    """One receivable on its workflow; days are counted from the due date, as in ``Step.days``."""

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
    due_date: date
    time_zone: str
    balance: Money
    pauses: tuple[Pause, ...] = ()
    taken: int = 0
    """How many steps are behind."""
    last: LastStep | None = None
    stood_days: int = 0
    """How many days the steps have stood still since the latest one."""
    stood_since: date | None = None
    planned: Planned | None = None
    """Recorded anew whenever something it depends on has changed."""
    run: int = 0
    """How many runs have started."""
    run_reason: RunReason = RunReason.ISSUED
    outcome: Outcome | None = None
    reason: str | None = None

    @property
    def ids(self) -> Ids:
        return Ids(
            enrolment_id=self.enrolment_id,
            invoice_id=self.invoice_id,
            receivable_id=self.receivable_id,
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
        """The steps to come, and behind them the decision that is left to a person."""
        return (
            *self.steps[self.taken :],
            decision_after(self.steps, self.contact_hour or time(10)),
        )


State = NotEnrolled | Enrolment


SliceEvent = EnrolmentPaused | SliceResized | EnrolmentResumed


ProgressEvent = StepPlanned | StepDue | CallAsked


ClockEvent = ClockStopped | ClockStarted | ChaseChanged | TermsFollowed


ChaseEvent = EnrolmentStarted | EnrolmentEnded | OwedChanged


EnrolmentEvent = EnrolmentPlanned | SliceEvent | ProgressEvent | ClockEvent | ChaseEvent


OWED_NO_MORE = (Outcome.PAID, Outcome.CANCELLED, Outcome.WRITTEN_OFF, Outcome.CONTINUED)


def evolve(state: State, event: EnrolmentEvent) -> State:
    """Fold one event into the enrolment; an event has happened and is never refused."""
    if isinstance(event, EnrolmentPlanned):
        return _planned(state, event)
    if isinstance(state, NotEnrolled):
        return state
    if isinstance(event, SliceEvent):
        return state.model_copy(update={"pauses": _pauses(state, event)})
    if isinstance(event, ProgressEvent):
        return state.model_copy(update=_progress(state, event))
    if isinstance(event, ClockEvent):
        return state.model_copy(update=_clock(event))
    return state.model_copy(update=_chase(state, event))


def _planned(state: State, event: EnrolmentPlanned) -> Enrolment:
    """What is left out stays so in a new run."""
    planned = Enrolment(**dict(event))
    if isinstance(state, NotEnrolled):
        return planned
    kept = {"pauses": state.pauses, "stood_since": state.stood_since, "run": state.run}
    return planned.model_copy(update=kept)


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
        case StepPlanned():
            planned = Planned(step=event.step, at=event.planned_for, round_id=event.round_id)
            return {"planned": planned, "taken": enrolment.taken + len(event.passed)}
        case StepDue():
            last = LastStep(days=enrolment.remaining[0].days, on=event.taken_on)
            taken = enrolment.taken + 1
            return {"planned": None, "taken": taken, "last": last, "stood_days": 0}
        case CallAsked():
            return {}


def _clock(event: ClockEvent) -> dict[str, Any]:
    match event:
        case ClockStopped(on=day):
            return {"planned": None, "stood_since": day}
        case ClockStarted(stood_days=days):
            return {"stood_since": None, "stood_days": days}
        case ChaseChanged(chase=chase, chase_from=day):
            return {"planned": None, "chase": chase, "chase_from": day}
        case TermsFollowed(due_date=day, time_zone=zone):
            return {"planned": None, "due_date": day, "time_zone": zone}


def _chase(enrolment: Enrolment, event: ChaseEvent) -> dict[str, Any]:
    match event:
        case EnrolmentStarted(run=run, reason=reason):
            return {"outcome": None, "reason": None, "run": run, "run_reason": reason}
        case EnrolmentEnded(outcome=outcome, reason=reason) if outcome in OWED_NO_MORE:
            nothing = Money.zero(enrolment.balance.currency)
            return {"outcome": outcome, "reason": reason, "balance": nothing}
        case EnrolmentEnded(outcome=outcome, reason=reason):
            return {"outcome": outcome, "reason": reason}
        case OwedChanged(balance=balance):
            return {"balance": balance}
