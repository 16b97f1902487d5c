"""Looks again at what has left when something is known that was not known then."""

from notification.calls.domain.call import CALL
from notification.contacts_in_error.domain.commands import Judge
from notification.contacts_in_error.domain.contact_error import CONTACT_ERROR
from notification.contacts_in_error.domain.judging import (
    Contact,
    contact_of_call,
    contact_of_message,
    judged,
    to_judge,
)
from notification.debtors.domain.debtor import DEBTOR
from notification.messages.domain.events import MessageAttemptFailed
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.receivable import RECEIVABLE
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.ids import ReceivableId
from recoup_events.notification import CallMade, ContactRefused, MessageFailed
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork

Unsent = MessageFailed | MessageAttemptFailed | ContactRefused


async def look_back(work: UnitOfWork, account: Account, id: ReceivableId, cause: Cause) -> None:
    """Judge what asked for too much of a receivable, as is known now."""
    receivable = await work.document(RECEIVABLE, account, id)
    for claim in to_judge(receivable):
        await judge(work, account, claim.contact_id, cause)


async def judge(work: UnitOfWork, account: Account, contact_id: str, cause: Cause) -> None:
    """The whole of a contact, whichever of its receivables is at issue."""
    contact = await _contact(work, account, contact_id)
    if contact is None:
        return
    ids = [item.receivable_id for item in contact.items]
    keys = [(DEBTOR.name, contact.customer_id), *((RECEIVABLE.name, id) for id in ids)]
    error = CONTACT_ERROR.stream(*account, contact_id)
    await work.preload([error], [DocumentKey(account, view, id) for view, id in keys])
    debtor = await work.document(DEBTOR, account, contact.customer_id)
    receivables = {id: await work.document(RECEIVABLE, account, id) for id in ids}
    found = judged(contact, debtor, receivables)
    await work.execute(CONTACT_ERROR, error, Judge(found=found, left=contact.left), cause)


async def _contact(work: UnitOfWork, account: Account, id: str) -> Contact | None:
    """A message's id and a call's are never the same."""
    message = await work.state(MESSAGE, MESSAGE.stream(*account, id))
    if message.asked is not None:
        return contact_of_message(message)
    return contact_of_call(await work.state(CALL, CALL.stream(*account, id)))


async def follow_call(work: UnitOfWork, made: Envelope[CallMade], cause: Cause) -> None:
    """Something may have been booked between the permission and the call."""
    await judge(work, made.account, made.event.call_id, cause)


async def follow_unsent(work: UnitOfWork, unsent: Envelope[Unsent], cause: Cause) -> None:
    """What was thought to be on its way is not: then nobody has to be apologised to."""
    if (await work.state(MESSAGE, unsent.stream)).attempts:
        await judge(work, unsent.account, unsent.event.message_id, cause)
