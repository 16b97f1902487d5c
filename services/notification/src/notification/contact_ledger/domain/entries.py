"""What the ledger says of a contact's outcome: each is an event of the message or the call."""

from datetime import datetime
from typing import Any

from recoup_compliance.contact_ledger.line import Entry, Kind
from recoup_events import notification as public
from recoup_events.kernel.channels import Medium, medium_of
from recoup_events.kernel.envelope import Envelope

OfMessage = public.MessageSent | public.MessageFailed
OfCall = public.CallMade | public.CallNotMade | public.CallReceived
Outcome = OfMessage | OfCall
OUTCOMES: tuple[type[Outcome], ...] = (
    public.MessageSent,
    public.MessageFailed,
    public.CallMade,
    public.CallNotMade,
    public.CallReceived,
)


def outcome(recorded: Envelope[Outcome]) -> Entry:
    """The entry of what became of a contact."""
    event, at = recorded.event, recorded.cause.at
    match event:
        case public.MessageSent():
            return _of_message(Kind.SENT, event, at)
        case public.MessageFailed():
            return _of_message(Kind.FAILED, event, at)
        case _:
            return _of_call(event, at)


def _of_message(kind: Kind, event: OfMessage, at: datetime) -> Entry:
    return Entry(
        kind=kind,
        at=at,
        contact_id=event.message_id,
        channel=medium_of(event.channel),
        creditor_id=event.creditor_id,
        person_id=event.person_id,
        attempt=event.attempt,
    )


def _of_call(event: OfCall, at: datetime) -> Entry:
    return Entry(
        at=at,
        contact_id=event.call_id,
        channel=Medium.CALL,
        creditor_id=event.creditor_id,
        person_id=event.person_id,
        **_course(event),
    )


def _course(event: OfCall) -> dict[str, Any]:
    match event:
        case public.CallMade(outcome=how, conversation=talk, called_at=at, debts=debts):
            made = {"kind": Kind.MADE, "called_at": at, "debts": debts}
            return made | {"counts": how.counts, "conversation": talk}
        case public.CallReceived(called_at=at, debts=debts):
            return {"kind": Kind.RECEIVED, "called_at": at, "debts": debts, "conversation": True}
        case public.CallNotMade():
            return {"kind": Kind.NOT_MADE}
