"""A reminder: its items, kept once for all the messages that speak of them, and whom it goes to."""

from collections.abc import Sequence
from enum import StrEnum

from notification.messages.domain import events
from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import PersonId, ReminderId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.decider import Decider, View


class WaitsFor(StrEnum):
    """What another service has said and has not been received here."""

    CUSTOMER = "customer"
    """Who is to be written to."""
    INVOICE = "invoice"
    CREDITOR = "creditor"
    """In whose name."""


class ReminderCommand(Command):
    """A request to a reminder."""


class ReceiveReminder(ReminderCommand):
    request: ReminderRequested


class AddressReminder(ReminderCommand):
    """Write to these persons; none of them, and the refusal is all there is to say."""

    persons: tuple[PersonId, ...]


class Reminder(Value):
    request: ReminderRequested | None = None
    addressed: bool = False


def decide(command: ReminderCommand, reminder: Reminder) -> Sequence[Event]:
    """Everything is done once, however often it is asked."""
    match command:
        case ReceiveReminder(request=request) if reminder.request is None:
            return [events.ReminderReceived(request=request)]
        case AddressReminder(persons=persons) if reminder.request and not reminder.addressed:
            return [
                events.ReminderAddressed(
                    reminder_id=reminder.request.reminder_id,
                    customer_id=reminder.request.customer_id,
                    persons=persons,
                )
            ]
        case _:
            return []


def evolve(reminder: Reminder, event: Event) -> Reminder:
    """Fold one event."""
    match event:
        case events.ReminderReceived(request=request):
            return Reminder(request=request)
        case events.ReminderAddressed():
            return reminder.model_copy(update={"addressed": True})
        case _:
            return reminder


REMINDER = Decider("reminder", Reminder(), decide, evolve)


def stream_of(account: Account, reminder_id: ReminderId) -> Stream:
    return REMINDER.stream(account.tenant, account.key, reminder_id)


class Unaddressed(Value):
    """The reminders of one customer that came before the customer."""

    reminders: tuple[ReminderId, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    match event:
        case events.ReminderReceived(request=request):
            return [request.customer_id]
        case events.ReminderAddressed(customer_id=customer_id):
            return [customer_id]
        case _:
            return []


def _follow(waiting: Unaddressed, own: Envelope[Event]) -> Unaddressed:
    match own.event:
        case events.ReminderReceived(request=request):
            return Unaddressed(reminders=(*waiting.reminders, request.reminder_id))
        case events.ReminderAddressed(reminder_id=id):
            return Unaddressed(reminders=tuple(r for r in waiting.reminders if r != id))
        case _:
            return waiting


UNADDRESSED = View("unaddressed_reminders", Unaddressed(), _documents, _follow)
