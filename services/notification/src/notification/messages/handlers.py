"""Everything a message's check rests on, read at once; and what is learned of its address."""

from notification.consents.domain import address_commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.consents.domain.address_hash import AddressHash
from notification.contacts.handlers import known_contact
from notification.debtors.domain.debtor import DEBTOR, Debtor
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.credit_notice import CreditNotice
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.notice_check import KnownNotice
from notification.messages.domain.outcomes import Rejected
from notification.messages.domain.pre_send_check import Known
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import REMINDER
from notification.messages.domain.reminder import stream_of as reminder_stream
from recoup_events.kernel.channels import medium_of
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


async def known_of(
    work: UnitOfWork, account: Account, asked: MessageAsked, address_hash: AddressHash
) -> Known:
    """The address is read without its lock; a "no" that was recorded before is seen."""
    reminder = await work.state(REMINDER, reminder_stream(account, asked.reminder_id))
    assert reminder.request is not None, "a message is asked for by a reminder"
    ids = [item.receivable_id for item in reminder.request.items]
    keys = [(DEBTOR.name, asked.customer_id), *((RECEIVABLE.name, id) for id in ids)]
    await work.preload(documents=[DocumentKey(account, view, id) for view, id in keys])
    debtor = await work.document(DEBTOR, account, asked.customer_id)
    contact = await known_contact(
        work,
        account,
        debtor,
        asked.person_id,
        reminder.request.creditor_id,
        _hash(account.tenant, asked, debtor, address_hash),
    )
    receivables = {id: await work.document(RECEIVABLE, account, id) for id in ids}
    return Known(**dict(contact), reminder=reminder.request, receivables=receivables)


async def known_of_notice(
    work: UnitOfWork,
    account: Account,
    asked: MessageAsked,
    notice: CreditNotice,
    address_hash: AddressHash,
) -> KnownNotice:
    """The same of what a customer is told of its credit."""
    ids = [slice.receivable_id for slice in notice.overdue]
    keys = [(DEBTOR.name, asked.customer_id), (ANNOUNCED_TERMS.name, notice.credit_id)]
    keys += [(RECEIVABLE.name, id) for id in ids]
    await work.preload(documents=[DocumentKey(account, view, id) for view, id in keys])
    debtor = await work.document(DEBTOR, account, asked.customer_id)
    contact = await known_contact(
        work,
        account,
        debtor,
        asked.person_id,
        asked.creditor_id,
        _hash(account.tenant, asked, debtor, address_hash),
    )
    return KnownNotice(
        **dict(contact),
        notice=notice,
        terms=await work.document(ANNOUNCED_TERMS, account, notice.credit_id),
        receivables={id: await work.document(RECEIVABLE, account, id) for id in ids},
    )


def _hash(tenant: TenantId, asked: MessageAsked, debtor: Debtor, address_hash: AddressHash) -> str:
    channel = medium_of(asked.channel)
    recipient = None if debtor.profile is None else debtor.profile.recipient(asked.person_id)
    address = None if recipient is None else recipient.address(channel)
    return "" if address is None else address_hash(tenant, channel, address)


async def learn_of_address(
    work: UnitOfWork,
    tenant: TenantId,
    asked: MessageAsked,
    address_hash: str,
    rejected: Rejected,
    cause: Cause,
) -> None:
    """What the provider knows of the address; its account is locked with the message's own."""
    channel = medium_of(asked.channel)
    named = {"address_hash": address_hash, "channel": channel, "at": cause.at}
    stream = stream_of(tenant, address_hash)
    if rejected.opted_out:
        opt_out = address_commands.OptOutAddress(**named, source=rejected.reason)
        await work.execute(ADDRESS, stream, opt_out, cause)
    if rejected.bounced:
        bounce = address_commands.RecordBounce(**named, reason=rejected.reason)
        await work.execute(ADDRESS, stream, bounce, cause)
