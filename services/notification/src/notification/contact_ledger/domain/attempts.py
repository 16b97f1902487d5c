"""The contacts made with one person, as far back as any contact rule looks.

Kept by person, over all addresses and channels: every rule counts those with one person about one
debt.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import Field

from notification.contact_ledger.domain import events
from notification.debtors.domain.debtor import medium
from recoup_compliance.history import PastAttempt
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import MessageId
from recoup_eventstore.decider import View

REMEMBERED = timedelta(days=31)
"""No rule looks back further (a test keeps it so)."""


class Attempts(Value):
    """Contacts with one person; a message is one, however often its delivery is tried."""

    by_message: dict[MessageId, PastAttempt] = Field(default_factory=dict)


def _about(event: Event) -> Sequence[str]:
    return [event.person_id] if isinstance(event, events.MessageDispatched) else []


def _tried(attempts: Attempts, own: Envelope[Event]) -> Attempts:
    match own.event:
        case events.MessageDispatched() as event:
            past = PastAttempt(at=event.at, channel=medium(event.channel), debts=event.debts)
            recent = _recent(attempts.by_message, event.at)
            return Attempts(by_message=recent | {event.message_id: past})
        case _:
            return attempts


def _recent(attempts: dict[MessageId, PastAttempt], now: datetime) -> dict[MessageId, PastAttempt]:
    return {id: past for id, past in attempts.items() if now - past.at <= REMEMBERED}


ATTEMPTS = View("attempts", Attempts(), _about, _tried)
