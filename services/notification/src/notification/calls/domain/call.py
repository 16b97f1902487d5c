"""One call to one person: permitted or refused, then made, or not made after all."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from notification.calls.domain import commands
from notification.calls.domain.check import Allowed
from notification.calls.domain.errors import CalledAtUnacceptable, CallStateRefused
from notification.calls.domain.events import CallRequested
from notification.messages.domain.verdict import Refusal
from recoup_events import notification as public
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import debt_id_of
from recoup_eventstore.decider import Decider


class CallState(StrEnum):
    UNASKED = "unasked"
    PERMITTED = "permitted"
    """It may be made until its permission ends; without an outcome it counts as made."""
    REFUSED = "refused"
    MADE = "made"
    NOT_MADE = "not_made"
    RECEIVED = "received"
    """The person called."""


class Call(Value):
    state: CallState = CallState.UNASKED
    requested: CallRequested | None = None
    permitted: public.CallPermitted | None = None
    refused: public.CallRefused | None = None
    made: public.CallMade | None = None
    received: public.CallReceived | None = None
    reason: str | None = None
    """Why it was not made after all."""


def decide(command: commands.CallCommand, call: Call) -> Sequence[Event]:
    """List every move a call allows; what is not listed is refused."""
    match call.state, command:
        case CallState.UNASKED, commands.AnswerCall(requested=requested, verdict=verdict):
            return [requested, _answer(requested, verdict)]
        case CallState.UNASKED, commands.RecordReceived():
            return [_received(command)]
        case CallState.PERMITTED, commands.RecordOutcome():
            return [_made(command, call)]
        case CallState.PERMITTED, commands.GiveUp(reason=reason):
            return [public.CallNotMade(**_named(call.requested), reason=reason)]
        case CallState.REFUSED, _:
            raise CallStateRefused(
                "The call was refused and must not be made; ask for a call at its retry_at.",
            )
        case state, _:
            raise CallStateRefused(f"The call is {state.value.replace('_', ' ')} already; read it.")


def _answer(
    requested: CallRequested, verdict: Allowed | Refusal
) -> public.CallPermitted | public.CallRefused:
    match verdict:
        case Allowed():
            return public.CallPermitted(**_named(requested), **dict(verdict))
        case Refusal():
            return public.CallRefused(**_named(requested), **dict(verdict))


def _made(command: commands.RecordOutcome, call: Call) -> public.CallMade:
    permitted, requested = call.permitted, call.requested
    assert permitted is not None, "only a permitted call has an outcome"
    assert requested is not None, "only a call that was asked for has an outcome"
    called_at = command.called_at or command.at
    _check(called_at, since=requested.at, now=command.at)
    return public.CallMade(
        **_named(requested),
        debts=permitted.debts,
        address_hash=permitted.address_hash,
        outcome=command.outcome,
        called_at=called_at,
        conversation=command.outcome is public.CallOutcome.REACHED,
        within_permission=called_at <= permitted.until,
        recorded=command.recorded,
        note=command.note,
    )


def _received(command: commands.RecordReceived) -> public.CallReceived:
    called_at = command.called_at or command.at
    if called_at > command.at:
        raise CalledAtUnacceptable(
            f"It is {command.at.isoformat()} now; send a moment before that, or leave it out.",
            pointer="/called_at",
        )
    return public.CallReceived(
        call_id=command.call_id,
        customer_id=command.customer_id,
        creditor_id=command.creditor_id,
        person_id=command.person_id,
        invoices=command.invoices,
        debts=(debt_id_of(command.customer_id, command.creditor_id),),
        called_at=called_at,
        note=command.note,
    )


def _check(called_at: datetime, since: datetime, now: datetime) -> None:
    if not since <= called_at <= now:
        raise CalledAtUnacceptable(
            f"The call was permitted at {since.isoformat()} and it is {now.isoformat()} now; send "
            "a moment between the two, or leave it out.",
            pointer="/called_at",
        )


def _named(requested: CallRequested | None) -> dict[str, Any]:
    """What every public event says of a call."""
    assert requested is not None, "only a call that was asked for is answered"
    return requested.model_dump(include=set(public.CallEvent.model_fields))


def evolve(call: Call, event: Event) -> Call:
    """Fold one event; an event has happened and is never refused."""
    return call.model_copy(update=_changes(event))


def _changes(event: Event) -> dict[str, object]:
    match event:
        case CallRequested():
            return {"requested": event}
        case public.CallPermitted():
            return {"permitted": event, "state": CallState.PERMITTED}
        case public.CallRefused():
            return {"refused": event, "state": CallState.REFUSED}
        case public.CallMade():
            return {"made": event, "state": CallState.MADE}
        case public.CallReceived():
            return {"received": event, "state": CallState.RECEIVED}
        case public.CallNotMade(reason=reason):
            return {"reason": reason, "state": CallState.NOT_MADE}
        case _:
            return {}


CALL = Decider("call", Call(), decide, evolve)
