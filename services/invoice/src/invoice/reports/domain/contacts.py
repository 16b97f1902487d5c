"""How often each customer was contacted, by week: what was sent, what came back, and what a rule refused."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from recoup_events import notification as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

WEEKS: Final = 13
"""Those that are counted, the present one among them."""
FOLLOWED: Final = (
    events.MessageSent,
    events.MessageUndelivered,
    events.MessageFailed,
    events.ContactRefused,
    events.CallMade,
    events.CallRefused,
    events.ReplyReceived,
)
_CALL: Final = "call"


class What(StrEnum):
    SENT = "sent"
    RETURNED = "returned"
    """It was sent, and came back; the detail is why."""
    FAILED = "failed"
    """No provider took it."""
    REFUSED = "refused"
    """The detail is the rule."""
    CALLED = "called"
    """The detail is how it went."""
    ANSWERED = "answered"
    """The customer wrote back; the detail is what that means."""


class Kind(Value):
    """What is counted together."""

    monday: date
    """Of the week, UTC."""
    creditor_id: str | None
    channel: str
    what: What
    detail: str = ""


class Counted(Value):
    kind: Kind
    times: int


class ContactsOfCustomer(Value):
    counted: tuple[Counted, ...] = ()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, FOLLOWED) else []


def _evolve(known: ContactsOfCustomer, received: Envelope[Event]) -> ContactsOfCustomer:
    """Weeks that no report shows any more are left out, so that a customer's document stays small."""
    about = _about(received.event)
    if about is None:
        return known
    this = monday_of(received.cause.at.date())
    channel, what, detail, creditor_id = about
    kind = Kind(monday=this, creditor_id=creditor_id, channel=channel, what=what, detail=detail)
    counts = {each.kind: each.times for each in known.counted if each.kind.monday > _gone(this)}
    counts[kind] = counts.get(kind, 0) + 1
    return ContactsOfCustomer(
        counted=tuple(Counted(kind=each, times=times) for each, times in counts.items())
    )


class _About(NamedTuple):
    channel: str
    what: What
    detail: str
    creditor_id: str | None


def _about(event: Event) -> _About | None:
    match event:
        case events.MessageSent(channel=channel):
            return _About(channel, What.SENT, "", event.creditor_id)
        case events.MessageUndelivered(channel=channel, kind=kind):
            return _About(channel, What.RETURNED, kind, event.creditor_id)
        case events.MessageFailed(channel=channel):
            return _About(channel, What.FAILED, "", event.creditor_id)
        case events.ContactRefused(channel=channel, rule=rule):
            return _About(channel, What.REFUSED, rule, event.creditor_id)
        case events.CallRefused(rule=rule):
            return _About(_CALL, What.REFUSED, rule, event.creditor_id)
        case events.CallMade(outcome=outcome):
            return _About(_CALL, What.CALLED, outcome, event.creditor_id)
        case events.ReplyReceived(channel=channel, meaning=meaning):
            return _About(channel, What.ANSWERED, meaning, event.creditor_id)
        case _:
            return None


def _gone(monday: date) -> date:
    return monday - timedelta(weeks=WEEKS)


def shown(known: ContactsOfCustomer, today: date, creditor_id: str | None) -> Iterator[Counted]:
    """What a report of a day counts, of one creditor or of all."""
    for each in known.counted:
        recent = _gone(monday_of(today)) < each.kind.monday <= today
        if recent and creditor_id in (None, each.kind.creditor_id):
            yield each


CONTACTS = View(
    "contacts_of_customer",
    ContactsOfCustomer(),
    _documents,
    _evolve,
    subscribes=FOLLOWED,
)
