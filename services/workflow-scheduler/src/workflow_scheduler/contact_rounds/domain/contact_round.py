"""A contact round: one day of one customer and creditor, with one moment for all its messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, RoundId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.decider import Decider
from workflow_scheduler.contact_rounds.domain.commands import (
    AskCopy,
    Entry,
    PlanRound,
    RequestReminders,
    RoundCommand,
)
from workflow_scheduler.contact_rounds.domain.events import (
    CopyAsked,
    RoundEnded,
    RoundPlanned,
)
from workflow_scheduler.contact_rounds.domain.reminders import reminders

A_MOMENT = timedelta(seconds=1)
"""Between two turns of a round."""


class RoundState(StrEnum):
    PLANNED = "planned"
    ENDED = "ended"


class NotPlanned(Value):
    """Nothing has waited for it yet."""


class ContactRound(Value):
    round_id: RoundId
    customer_id: CustomerId
    creditor_id: CreditorId
    turn: int
    planned_for: datetime
    ended_at: datetime | None = None
    """``None`` while something may still join."""
    items: int = 0
    reminders: int = 0
    copies: tuple[Entry, ...] = ()
    """What is sent beside the steps, such as invoices once more; it goes with the next turn."""

    @property
    def state(self) -> RoundState:
        return RoundState.PLANNED if self.ended_at is None else RoundState.ENDED


State = NotPlanned | ContactRound
RoundEvent = RoundPlanned | CopyAsked | ReminderRequested | RoundEnded


def decide(command: RoundCommand, state: State) -> Sequence[RoundEvent]:
    """List every move a round allows; what is not listed changes nothing."""
    match command, state:
        case PlanRound(), NotPlanned():
            return [_planned(command, command.at, turn=1)]
        case PlanRound(), ContactRound(ended_at=datetime() as ended_at, turn=turn):
            return [_planned(command, max(command.at, ended_at + A_MOMENT), turn=turn + 1)]
        case AskCopy(entry=entry), ContactRound() if _waits(state, entry):
            return []
        case AskCopy(round_id=id, customer_id=customer, creditor_id=creditor, entry=entry), _:
            plan = PlanRound(round_id=id, customer_id=customer, creditor_id=creditor, at=command.at)
            asked = CopyAsked(round_id=id, customer_id=customer, creditor_id=creditor, entry=entry)
            return [*decide(plan, state), asked]
        case RequestReminders(), ContactRound(ended_at=None):
            return _held(command, state)
        case _:
            return []


def _waits(round: ContactRound, entry: Entry) -> bool:
    """Whoever is told twice on one day that something is wanted sends it once."""
    named = (entry.item.receivable_id, entry.item.step)
    return any(named == (each.item.receivable_id, each.item.step) for each in round.copies)


def _planned(about: PlanRound | ContactRound, at: datetime, *, turn: int) -> RoundPlanned:
    return RoundPlanned(
        round_id=about.round_id,
        customer_id=about.customer_id,
        creditor_id=about.creditor_id,
        turn=turn,
        planned_for=at,
    )


def _held(command: RequestReminders, round: ContactRound) -> Sequence[RoundEvent]:
    requested = reminders(command, round.round_id, round.customer_id, round.creditor_id, round.turn)
    ended = RoundEnded(
        round_id=round.round_id,
        customer_id=round.customer_id,
        items=len(command.entries),
        reminders=len(requested),
        ended_at=command.now,
    )
    if not command.more:
        return [*requested, ended]
    return [*requested, ended, _planned(round, command.now + A_MOMENT, turn=round.turn + 1)]


def evolve(state: State, event: RoundEvent) -> State:
    """Fold one event into the round."""
    match event, state:
        case RoundPlanned(), ContactRound():
            return state.model_copy(
                update={"turn": event.turn, "planned_for": event.planned_for, "ended_at": None}
            )
        case RoundPlanned(), _:
            return ContactRound(**dict(event))
        case CopyAsked(entry=entry), ContactRound():
            return state.model_copy(update={"copies": (*state.copies, entry)})
        case RoundEnded(), ContactRound():
            return state.model_copy(
                update={
                    "copies": (),
                    "ended_at": event.ended_at,
                    "items": state.items + event.items,
                    "reminders": state.reminders + event.reminders,
                }
            )
        case _:
            return state


def timers(state: State) -> Mapping[str, datetime]:
    """The moment of the round, until it has come."""
    match state:
        case ContactRound(ended_at=None, planned_for=planned_for):
            return {"contact": planned_for}
        case _:
            return {}


ROUND: Decider[RoundCommand, State, RoundEvent] = Decider(
    "contact_round", NotPlanned(), decide, evolve, timers
)
