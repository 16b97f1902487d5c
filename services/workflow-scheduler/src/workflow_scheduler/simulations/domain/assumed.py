"""What is assumed of a message that nobody sent: where the rules let it go, it arrives at once."""

from datetime import datetime

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import MessageId, derived
from recoup_events.notification import (
    ContactRefused,
    DeliveryProof,
    MessageDelivered,
    MessageEvent,
)
from recoup_events.workflow_scheduler import ReminderRequested
from workflow_scheduler.simulations.domain.ids import uuid_of


def reminder_reported_on(event: Event) -> str | None:
    """The reminder that an event of the past is about."""
    return event.reminder_id if isinstance(event, MessageEvent) else None


def outcome_of(
    account: Account,
    reminder: ReminderRequested,
    at: datetime,
    sent_at: datetime | None,
    rule: str | None,
) -> Envelope[Event]:
    """As notification would tell of it; ``sent_at`` is ``None`` where a rule forbids it."""
    id = uuid_of("assumed", reminder.reminder_id)
    names = {
        "message_id": MessageId(derived("msg", "assumed", reminder.reminder_id)),
        "reminder_id": reminder.reminder_id,
        "customer_id": reminder.customer_id,
        "creditor_id": reminder.creditor_id,
        "person_id": None,
        "channel": reminder.channel,
    }
    event: Event
    if sent_at is None:
        event = ContactRefused(
            **names, rule=rule or "", rules_version="", citation="", inputs={}, retry_at=None
        )
    else:
        event = MessageDelivered(**names, proof=DeliveryProof.CONFIRMED, delivered_at=sent_at)
    stream = Stream(account, "assumed", reminder.reminder_id)
    return Envelope(id, stream, 1, Cause(at, "simulation", id), event)
