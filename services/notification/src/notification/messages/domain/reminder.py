"""A reminder: its items, kept once for all the messages that speak of them, and whom it goes to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from notification.messages.domain import events
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.credit_notice import CreditNotice
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId, ReminderId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.decider import Decider, View

NOTIFIED = (ContactRole.BILLING, ContactRole.DECISION_MAKER)
"""Who is notified of a customer's credit: those who pay, and those who order."""
SETTLED = timedelta(hours=1)
"""What is put right by then, nobody is told of."""


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


class ReceiveNotice(ReminderCommand):
    notice: CreditNotice


class DecideClosing(ReminderCommand):
    """A person wants it said."""

    closing: ClosingNotice


class AddressReminder(ReminderCommand):
    """Write to these persons; none of them, and the refusal is all there is to say."""

    persons: tuple[PersonId, ...]


class About(Value):
    """What each of its messages says of it."""

    reminder_id: ReminderId
    customer_id: CustomerId
    creditor_id: CreditorId
    channel: Channel
    template: str
    recipients: tuple[ContactRole, ...]
    send_at: datetime


class Reminder(Value):
    """Of receivables, of the customer's credit, or to who wants no more contact."""

    request: ReminderRequested | None = None
    notice: CreditNotice | None = None
    closing: ClosingNotice | None = None
    addressed: bool = False

    def asks(self, at: datetime) -> About:
        """At once; of its credit a customer is told once that has stood for a while."""
        if self.notice is not None:
            return About(
                **self.notice.model_dump(include={"reminder_id", "customer_id", "creditor_id"}),
                channel=Channel.EMAIL,
                template=self.notice.template,
                recipients=NOTIFIED,
                send_at=max(
                    at + SETTLED, self.notice.policy.notify_at if self.notice.policy else at
                ),
            )
        if self.closing is not None:
            about = self.closing.model_dump(include=set(About.model_fields))
            return About(**about, template=self.closing.template, recipients=(), send_at=at)
        assert self.request is not None, "a reminder is received before it is addressed"
        asked = self.request.model_dump(include=set(About.model_fields))
        return About(**asked, send_at=at)


def decide(command: ReminderCommand, reminder: Reminder) -> Sequence[Event]:
    """Everything is done once, however often it is asked."""
    match command:
        case ReceiveReminder(request=request) if reminder.request is None:
            return [events.ReminderReceived(request=request)]
        case ReceiveNotice(notice=notice) if reminder.notice is None:
            return [events.NoticeReceived(notice=notice)]
        case DecideClosing(closing=closing) if reminder.closing is None:
            return [events.ClosingNoticeDecided(closing=closing)]
        case AddressReminder(persons=persons) if not reminder.addressed:
            about = reminder.request or reminder.notice or reminder.closing
            if about is None:
                return []
            ids = {"reminder_id": about.reminder_id, "customer_id": about.customer_id}
            return [events.ReminderAddressed(**ids, persons=persons)]
        case _:
            return []


def evolve(reminder: Reminder, event: Event) -> Reminder:
    """Fold one event."""
    match event:
        case events.ReminderReceived(request=request):
            return Reminder(request=request)
        case events.NoticeReceived(notice=notice):
            return Reminder(notice=notice)
        case events.ClosingNoticeDecided(closing=closing):
            return Reminder(closing=closing)
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
        case events.NoticeReceived(notice=notice):
            return [notice.customer_id]
        case events.ReminderAddressed(customer_id=customer_id):
            return [customer_id]
        case _:
            return []


def _follow(waiting: Unaddressed, own: Envelope[Event]) -> Unaddressed:
    match own.event:
        case events.ReminderReceived(request=request):
            return Unaddressed(reminders=(*waiting.reminders, request.reminder_id))
        case events.NoticeReceived(notice=notice):
            return Unaddressed(reminders=(*waiting.reminders, notice.reminder_id))
        case events.ReminderAddressed(reminder_id=id):
            return Unaddressed(reminders=tuple(r for r in waiting.reminders if r != id))
        case _:
            return waiting


UNADDRESSED = View("unaddressed_reminders", Unaddressed(), _documents, _follow)
