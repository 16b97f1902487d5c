"""A last resort: proposed by one person, then chosen or refused by another; never done silently."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused, Unacceptable
from recoup_events.workflow_scheduler import (
    LastResort,
    LastResortChosen,
    LastResortEvent,
    LastResortProposed,
    LastResortRefused,
)
from recoup_eventstore.decider import Decider
from recoup_receivables.approvals import check_second_person

_CASE = (
    "agreement or order",
    "invoice",
    "proof of delivery or of the work",
    "statement of account",
)
DOCUMENTS: Mapping[LastResort, tuple[str, ...]] = {
    LastResort.COURT: (*_CASE, "reminders, with the proof that they were delivered"),
    LastResort.LIEN: (*_CASE, "description of the property", "preliminary notice and its proof"),
    LastResort.AGENCY: ("invoice", "statement of account", "history of contacts"),
    LastResort.FORGIVENESS: (),
}
"""What each needs; what a place asks for beyond is counsel's to say."""


class LastResortClosed(Refused):
    """It was approved or refused already."""

    code = "last_resort_closed"


class LastResortUnfit(Unacceptable):
    """The choice lacks something, or does not fit what is owed."""

    code = "last_resort_unfit"


class LastResortState(StrEnum):
    PROPOSED = "proposed"
    CHOSEN = "chosen"
    REFUSED = "refused"


class Propose(Command):
    proposed: LastResortProposed


class Approve(Command):
    by: str
    amount: Money
    """What is owed by now."""
    agency_id: AgencyId | None = None


class Refuse(Command):
    by: str
    reason: str


class NotProposed(Value):
    """Nobody has asked for it."""


class Choice(Value):
    proposed: LastResortProposed
    chosen: LastResortChosen | None = None
    refused: LastResortRefused | None = None

    @property
    def state(self) -> LastResortState:
        if self.chosen is not None:
            return LastResortState.CHOSEN
        return LastResortState.PROPOSED if self.refused is None else LastResortState.REFUSED


State = NotProposed | Choice
Recorded = LastResortProposed | LastResortChosen | LastResortRefused


def decide(command: Propose | Approve | Refuse, state: State) -> Sequence[Recorded]:
    """List every move a last resort allows; what is not listed is refused."""
    match command, state:
        case Propose(proposed=proposed), NotProposed():
            return [proposed]
        case Approve(), Choice(chosen=None, refused=None):
            return [_chosen(command, state.proposed)]
        case Refuse(), Choice(chosen=None, refused=None):
            named = state.proposed.model_dump(include=set(LastResortEvent.model_fields))
            return [LastResortRefused(**named, reason=command.reason, refused_by=command.by)]
        case _, Choice():
            raise LastResortClosed(f"It is {state.state} already; propose another one.")
        case _:
            raise LastResortClosed("Nobody has proposed it; propose it first.")


def _chosen(command: Approve, proposed: LastResortProposed) -> LastResortChosen:
    check_second_person(proposed.proposed_by, command.by)
    agency_id = command.agency_id or proposed.agency_id
    if proposed.choice is LastResort.AGENCY and agency_id is None:
        raise LastResortUnfit("Send the agency that is to collect it.", pointer="/agency_id")
    kept = proposed.model_dump(include=set(LastResortChosen.model_fields))
    changed = {"amount": command.amount, "agency_id": agency_id, "approved_by": command.by}
    return LastResortChosen.model_validate({**kept, **changed})


def evolve(state: State, event: Recorded) -> State:
    """Fold one event."""
    match event, state:
        case LastResortProposed(), _:
            return Choice(proposed=event)
        case LastResortChosen(), Choice():
            return state.model_copy(update={"chosen": event})
        case LastResortRefused(), Choice():
            return state.model_copy(update={"refused": event})
        case _:
            return state


LAST_RESORT: Decider[Propose | Approve | Refuse, State, Recorded] = Decider(
    "last_resort", NotProposed(), decide, evolve
)


def proposed_of(state: State) -> Choice:
    """The choice of a state that has one."""
    assert isinstance(state, Choice), "what is found was proposed"
    return state
