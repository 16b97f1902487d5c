"""What the checks of a batch of messages rest on, read in three round trips instead of ten for each.

Whatever is not foreseen here is read when it is needed: this saves time, and decides nothing.
"""

from collections.abc import Iterator, Sequence

from notification.claims.domain.agreed_terms import AGREED_TERMS
from notification.consents.domain.address import stream_of as address_stream
from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.wishes import WISHES
from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.contact_ledger.domain.chain import CHAIN
from notification.contact_ledger.domain.chain import stream_of as ledger_stream
from notification.creditors.domain.creditor import CREDITOR
from notification.creditors.domain.creditor import account_of as creditor_account
from notification.debtors.domain.debtor import DEBTOR
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.chosen_resorts import CHOSEN_RESORTS
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.on_paper import category_of
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import REMINDER, Reminder
from notification.messages.domain.reminder import stream_of as reminder_stream
from notification.messages.handlers import hash_of
from notification.templates.domain.template import TEMPLATES, template_id_of
from notification.templates.domain.template import account_of as template_account
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import ReceivableId, agreement_id_of, credit_id_of
from recoup_events.notification import TemplateCategory
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


async def foresee_checks(
    work: UnitOfWork, streams: Sequence[Stream], address_hash: AddressHash
) -> None:
    asked = [(stream.account, await _asked(work, stream)) for stream in streams]
    reminders = [reminder_stream(account, each.reminder_id) for account, each in asked]
    ledgers = [ledger_stream(account, each.message_id) for account, each in asked]
    await work.preload(streams=[*reminders, *ledgers])
    keys: list[DocumentKey] = []
    for (account, each), reminder in zip(asked, reminders, strict=True):
        keys += _documents(account, each, await work.state(REMINDER, reminder))
    await work.preload(documents=keys)
    addresses: list[Stream] = []
    for account, each in asked:
        debtor = await work.document(DEBTOR, account, each.customer_id)
        hash = hash_of(account.tenant, each, debtor, address_hash)
        addresses += [address_stream(account.tenant, hash)] if hash else []
    await work.preload(streams=addresses)


async def foresee_outcomes(work: UnitOfWork, streams: Sequence[Stream]) -> None:
    asked = [(stream.account, await _asked(work, stream)) for stream in streams]
    ledgers = [ledger_stream(account, each.message_id) for account, each in asked]
    chains = [DocumentKey(account, CHAIN.name, account.key) for account, _ in asked]
    await work.preload(ledgers, chains)


async def _asked(work: UnitOfWork, stream: Stream) -> MessageAsked:
    asked = (await work.state(MESSAGE, stream)).asked
    assert asked is not None, "only a message that was asked for wants to be sent"
    return asked


def _documents(account: Account, asked: MessageAsked, reminder: Reminder) -> Iterator[DocumentKey]:
    """Of the customer, then those of the creditor and the tenant, which most of a batch share."""
    person = asked.person_id or ""
    yield DocumentKey(account, DEBTOR.name, asked.customer_id)
    yield from (DocumentKey(account, view.name, person) for view in (WISHES, ATTEMPTS))
    yield DocumentKey(account, CHAIN.name, account.key)
    yield from (DocumentKey(account, RECEIVABLE.name, id) for id in _receivables(reminder))
    if reminder.closing is not None:
        ids = reminder.closing.receivables
        yield from (DocumentKey(account, CHOSEN_RESORTS.name, id) for id in ids)
    tenant, creditor_id = account.tenant, asked.creditor_id
    agreed = agreement_id_of(creditor_id, asked.customer_id)
    yield DocumentKey(account, AGREED_TERMS.name, agreed)
    credit = credit_id_of(asked.customer_id, creditor_id)
    yield DocumentKey(account, ANNOUNCED_TERMS.name, credit)
    of_creditor = creditor_account(tenant, creditor_id)
    yield DocumentKey(of_creditor, CREDITOR.name, creditor_id)
    yield DocumentKey(of_creditor, AGREED_TERMS.name, agreement_id_of(creditor_id, None))
    category, name = category_of(asked.channel), asked.template
    if reminder.notice is not None:
        category, name = TemplateCategory.NOTICE, reminder.notice.template
    for owner in (creditor_id, None):
        id = template_id_of(tenant, category, name, owner)
        yield DocumentKey(template_account(tenant), TEMPLATES.name, id)


def _receivables(reminder: Reminder) -> Sequence[ReceivableId]:
    if reminder.notice is not None:
        return [slice.receivable_id for slice in reminder.notice.overdue]
    if reminder.closing is not None:
        return reminder.closing.receivables
    return [item.receivable_id for item in reminder.request.items] if reminder.request else []
