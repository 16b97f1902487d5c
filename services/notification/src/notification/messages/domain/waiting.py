"""The messages of a customer that wait for their moment: what ends their reason looks for them here."""

from collections.abc import Sequence

from notification.messages.domain import events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReminderId
from recoup_events.notification import ContactRefused, MessageFailed, MessageSent
from recoup_eventstore.decider import View


class WaitingMessage(Value):
    reminder_id: ReminderId | None = None
    """``None`` once it has left or is over."""


def _documents(event: Event) -> Sequence[str]:
    match event:
        case events.MessageAsked() | MessageSent() | MessageFailed() | ContactRefused():
            return [event.message_id]
        case _:
            return []


def _evolve(waiting: WaitingMessage, recorded: Envelope[Event]) -> WaitingMessage:
    match recorded.event:
        case events.MessageAsked(reminder_id=id):
            return WaitingMessage(reminder_id=id)
        case MessageSent() | MessageFailed() | ContactRefused(retry_at=None):
            return WaitingMessage()
        case _:
            return waiting


def _by_reminder(waiting: WaitingMessage) -> str | None:
    return waiting.reminder_id


WAITING_MESSAGES = View(
    "waiting_messages", WaitingMessage(), _documents, _evolve, place=_by_reminder
)
