"""The contacts made with one person, as far back as any contact rule looks.

Kept by person, over all addresses and channels: every rule counts those with one person about one
debt. A call counts from its permission, so that two callers who ask at once are not both let through.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from notification.contact_ledger.domain import events
from recoup_compliance.history import Conversation, PastAttempt
from recoup_events import notification as public
from recoup_events.kernel.channels import Medium, medium_of
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import DebtId
from recoup_eventstore.decider import View

REMEMBERED = timedelta(days=32)
"""No rule looks back further (a test keeps it so)."""
T = TypeVar("T", bound=PastAttempt | Conversation)


class Attempts(Value):
    """Contacts with one person; a message is one, however often its delivery is tried."""

    by_contact: Mapping[str, PastAttempt] = {}
    """By the id of the message or the call."""
    conversations: Mapping[str, Conversation] = {}
    """By the id of the call."""

    def others(self, id: str) -> tuple[PastAttempt, ...]:
        """All but the contact that is about to be made."""
        return tuple(past for other, past in self.by_contact.items() if other != id)


_LEASED = (events.ContactsLeased, events.ContactsGivenBack, events.AgencyContactMade)
_CALLS = (public.CallPermitted, public.CallMade, public.CallNotMade, public.CallReceived)


def _about(event: Event) -> Sequence[str]:
    if isinstance(event, (*_LEASED, *_CALLS, events.MessageDispatched)):
        return [event.person_id]
    return []


def _tried(attempts: Attempts, own: Envelope[Event]) -> Attempts:
    if isinstance(own.event, _LEASED):
        return _leased(attempts, own.event)
    match own.event:
        case events.MessageDispatched(message_id=id, at=at, debts=debts) as event:
            past = PastAttempt(at=at, channel=medium_of(event.channel), debts=debts)
            return _with(attempts, id, past)
        case public.CallPermitted(call_id=id, debts=debts):
            return _with(attempts, id, _call(own.cause.at, debts))
        case public.CallMade() as made:
            return _made(attempts, made)
        case public.CallReceived(call_id=id, called_at=at, debts=debts):
            return _talked(attempts, id, at, debts)
        case public.CallNotMade(call_id=id):
            return attempts.model_copy(update={"by_contact": _without(attempts.by_contact, id)})
        case _:
            return attempts


def _leased(
    attempts: Attempts,
    event: events.ContactsLeased | events.ContactsGivenBack | events.AgencyContactMade,
) -> Attempts:
    """What is leased counts as made, until it is given back; what is reported counts when it was."""
    match event:
        case events.ContactsLeased(channel=channel, debts=debts):
            for each in event.contacts:
                past = PastAttempt(at=each.not_before, channel=channel, debts=debts)
                attempts = _with(attempts, each.id, past)
            return attempts
        case events.ContactsGivenBack(contacts=ids):
            left = {id: past for id, past in attempts.by_contact.items() if id not in ids}
            return attempts.model_copy(update={"by_contact": left})
        case events.AgencyContactMade(contact_id=id, at=at, channel=channel, debts=debts):
            past = PastAttempt(at=at, channel=channel, debts=debts)
            counted = _with(attempts, id, past)
            talk = event.conversation and channel is Medium.CALL
            return _talked(counted, id, at, debts) if talk else counted


def _made(attempts: Attempts, made: public.CallMade) -> Attempts:
    if not made.outcome.counts:
        return attempts.model_copy(
            update={"by_contact": _without(attempts.by_contact, made.call_id)}
        )
    counted = _with(attempts, made.call_id, _call(made.called_at, made.debts))
    if not made.conversation:
        return counted
    return _talked(counted, made.call_id, made.called_at, made.debts)


def _talked(attempts: Attempts, id: str, at: datetime, debts: tuple[DebtId, ...]) -> Attempts:
    recent = _recent(attempts.conversations, at)
    talk = Conversation(at=at, debts=debts)
    return attempts.model_copy(update={"conversations": recent | {id: talk}})


def _call(at: datetime, debts: tuple[DebtId, ...]) -> PastAttempt:
    return PastAttempt(at=at, channel=Medium.CALL, debts=debts)


def _with(attempts: Attempts, id: str, past: PastAttempt) -> Attempts:
    recent = _recent(attempts.by_contact, past.at)
    return attempts.model_copy(update={"by_contact": recent | {id: past}})


def _without(contacts: Mapping[str, PastAttempt], id: str) -> Mapping[str, PastAttempt]:
    return {other: past for other, past in contacts.items() if other != id}


def _recent(contacts: Mapping[str, T], now: datetime) -> dict[str, T]:
    return {id: past for id, past in contacts.items() if now - past.at <= REMEMBERED}


ATTEMPTS = View("attempts", Attempts(), _about, _tried)
