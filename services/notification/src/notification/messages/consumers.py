"""A reminder asks for messages, and an invoice that has arrived releases those that waited for it."""

from collections.abc import Iterator, Sequence
from itertools import product

from notification.messages.domain import commands
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.receivable import RECEIVABLE
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import MessageId, derived
from recoup_events.workflow_scheduler import Item, ReminderRequested
from recoup_eventstore.work import UnitOfWork


def messages_of(received: Envelope[ReminderRequested]) -> Sequence[Stream]:
    """The streams the reaction will load."""
    return [_stream(received, role, item) for role, item in _each(received.event)]


async def ask_for_messages(
    work: UnitOfWork, received: Envelope[ReminderRequested], cause: Cause
) -> None:
    for role, item in _each(received.event):
        stream = _stream(received, role, item)
        ask = commands.AskMessage(
            message_id=MessageId(stream.id),
            reminder_id=received.event.reminder_id,
            invoice_id=item.invoice_id,
            customer_id=received.event.customer_id,
            channel=received.event.channel,
            template=received.event.template,
            role=role,
            amount=item.amount,
            send_at=cause.at,
        )
        await work.execute(MESSAGE, stream, ask, cause)


def _each(reminder: ReminderRequested) -> Iterator[tuple[ContactRole, Item]]:
    return product(reminder.recipients, reminder.items)


def _stream(received: Envelope[ReminderRequested], role: ContactRole, item: Item) -> Stream:
    reminder = received.event
    message_id = derived("msg", reminder.reminder_id, reminder.channel, role, item.invoice_id)
    return MESSAGE.stream(received.tenant, received.account.key, message_id)


async def release_held_messages(
    work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause
) -> None:
    receivable = await work.document(RECEIVABLE, received.account, received.event.invoice_id)
    for message_id in receivable.held:
        stream = MESSAGE.stream(received.tenant, received.account.key, message_id)
        await work.execute(MESSAGE, stream, commands.ReleaseMessage(at=cause.at), cause)
