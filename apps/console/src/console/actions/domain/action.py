"""An action: asked for by somebody, and answered by a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from console.actions.domain import commands
from recoup_events import console as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider


class ActionRefused(Refused):
    """An action is asked for once and answered once."""

    code = "action_refused"


class NoAction(Value):
    """Nothing was asked for under this id."""


class Action(Value):
    requested: events.ActionRequested
    answered: events.ActionAnswered | None = None


State = NoAction | Action
NOTHING: State = NoAction()


def decide(command: commands.ActionCommand, state: State) -> Sequence[events.ActionEvent]:
    match state, command:
        case NoAction(), commands.RequestAction():
            return [events.ActionRequested.model_validate(command, from_attributes=True)]
        case Action(requested=requested, answered=None), commands.AnswerAction():
            return [
                events.ActionAnswered(
                    action_id=requested.action_id,
                    customer_id=requested.customer_id,
                    http_status=command.http_status,
                    code=command.code,
                )
            ]
        case _:
            raise ActionRefused("An action is asked for once and answered once.")


def evolve(state: State, event: events.ActionEvent) -> State:
    match state, event:
        case _, events.ActionRequested():
            return Action(requested=event)
        case Action(requested=requested), events.ActionAnswered():
            return Action(requested=requested, answered=event)
        case _:
            return state


def timers(_state: State) -> Mapping[str, datetime]:
    return {}


ACTION = Decider("action", NOTHING, decide, evolve, timers)
