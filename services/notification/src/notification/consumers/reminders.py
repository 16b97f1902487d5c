"""A reminder asks for one message per role; whether it may be sent is decided at its moment."""

from collections.abc import Sequence

from notification.domain import commands
from notification.domain.message import MESSAGE
from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.ids import MessageId, derived
from recoup_events.invoice import ContactRole
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
