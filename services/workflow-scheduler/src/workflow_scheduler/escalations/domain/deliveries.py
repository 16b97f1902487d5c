"""What became of the messages of each reminder, as notification says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import MessageId
from recoup_events.notification import (
    ContactRefused,
    MessageDelivered,
    MessageEvent,
    MessageFailed,
    MessageSent,
    MessageUndelivered,
)
from recoup_eventstore.decider import View

OUTCOMES = (MessageSent, MessageDelivered, MessageUndelivered, MessageFailed, ContactRefused)


class DeliveryState(StrEnum):
    """How far a message has come."""

    WAITS = "waits"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    REFUSED = "refused"


class Attempted(Value):
    """One message to one person."""

    state: DeliveryState
    sent_at: AwareDatetime | None = None


class Deliveries(Value):
    """Of one reminder; nothing has been received of one that has no messages here."""

    messages: Mapping[MessageId, Attempted] = {}


def _documents(event: Event) -> Sequence[str]:
    return [event.reminder_id] if isinstance(event, OUTCOMES) else []


def _evolve(known: Deliveries, received: Envelope[Event]) -> Deliveries:
    event = received.event
    assert isinstance(event, MessageEvent), "it subscribes to messages alone"
    before = known.messages.get(event.message_id)
    attempted = _attempted(event, before, received.cause.at)
    return Deliveries(messages={**known.messages, event.message_id: attempted})


def _attempted(event: MessageEvent, before: Attempted | None, at: datetime) -> Attempted:
    sent_at = at if before is None or before.sent_at is None else before.sent_at
    match event:
        case MessageSent():
            return Attempted(state=DeliveryState.SENT, sent_at=at)
        case MessageDelivered():
            return Attempted(state=DeliveryState.DELIVERED, sent_at=sent_at)
        case MessageUndelivered():
            return Attempted(state=DeliveryState.UNDELIVERED, sent_at=sent_at)
        case MessageFailed():
            return Attempted(state=DeliveryState.FAILED)
        case ContactRefused(retry_at=None):
            return Attempted(state=DeliveryState.REFUSED)
        case _:
            return Attempted(state=DeliveryState.WAITS)


DELIVERIES = View("deliveries", Deliveries(), _documents, _evolve, subscribes=OUTCOMES)
