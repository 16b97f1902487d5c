"""An invoice heard of at last releases the messages that had to wait for it."""

from notification.domain import commands
from notification.domain.message import MESSAGE
from notification.domain.receivable import RECEIVABLE
from recoup_events.envelope import Cause, Envelope
from recoup_events.invoice import InvoiceIssued
from recoup_eventstore.work import UnitOfWork


async def release_held_messages(
    work: UnitOfWork, heard: Envelope[InvoiceIssued], cause: Cause
) -> None:
    receivable = await work.document(RECEIVABLE, heard.account, heard.fact.invoice_id)
    for message_id in receivable.held:
        stream = MESSAGE.stream(heard.tenant, heard.account.key, message_id)
        await work.execute(MESSAGE, stream, commands.ReleaseMessage(at=cause.at), cause)
