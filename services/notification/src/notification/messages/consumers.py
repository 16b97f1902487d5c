"""A reminder asks for messages, and an invoice that has arrived releases those that waited for it."""

from collections.abc import Sequence

from notification.messages.domain import commands
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.receivable import RECEIVABLE
from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.ids import MessageId, derived
from recoup_events.invoice import ContactRole, InvoiceIssued
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.work import UnitOfWork


def messages_of(heard: Envelope[ReminderRequested]) -> Sequence[Stream]:
    """The streams the reaction will load."""
    return [_stream(heard, role) for role in heard.fact.recipients]


async def ask_for_messages(
    work: UnitOfWork, heard: Envelope[ReminderRequested], cause: Cause
) -> None:
    for role in heard.fact.recipients:
        stream = _stream(heard, role)
        ask = commands.AskMessage(
            message_id=MessageId(stream.id),
            reminder_id=heard.fact.reminder_id,
            invoice_id=heard.fact.invoice_id,
            customer_id=heard.fact.customer_id,
            channel=heard.fact.channel,
            template=heard.fact.template,
            role=role,
            amount=heard.fact.amount,
            send_at=cause.at,
        )
        await work.execute(MESSAGE, stream, ask, cause)


def _stream(heard: Envelope[ReminderRequested], role: ContactRole) -> Stream:
    message_id = derived("msg", heard.fact.reminder_id, heard.fact.channel, role)
    return MESSAGE.stream(heard.tenant, heard.account.key, message_id)


async def release_held_messages(
    work: UnitOfWork, heard: Envelope[InvoiceIssued], cause: Cause
) -> None:
    receivable = await work.document(RECEIVABLE, heard.account, heard.fact.invoice_id)
    for message_id in receivable.held:
        stream = MESSAGE.stream(heard.tenant, heard.account.key, message_id)
        await work.execute(MESSAGE, stream, commands.ReleaseMessage(at=cause.at), cause)
