"""Everything a message's check rests on, read at once; and what is learned of its address."""

from collections.abc import Collection

from notification.claims.domain.agreed_terms import AGREED_TERMS
from notification.claims.domain.facts import Facts, Proof, Unproven
from notification.claims.domain.proof import prove
from notification.consents.domain import address_commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.consents.domain.address_hash import AddressHash
from notification.contacts.domain.known_contact import KnownContact
from notification.contacts.handlers import known_contact
from notification.creditors.domain.creditor import account_of
from notification.debtors.domain.debtor import DEBTOR, Debtor
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.chosen_resorts import CHOSEN_RESORTS
from notification.messages.domain.closing_check import KnownClosing
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.credit_notice import CreditNotice, CreditTerms
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.notice_check import KnownNotice
from notification.messages.domain.outcomes import Rejected
from notification.messages.domain.pre_send_check import Known
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import REMINDER
from notification.messages.domain.reminder import stream_of as reminder_stream
from notification.messages.domain.verdict import Allowed
from notification.messages.domain.wording import AnyAllowed, AnyKnown, claimed_items
from recoup_events.kernel.channels import medium_of
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId, agreement_id_of, credit_id_of
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Intention, Measure, ReminderRequested
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
    contact = await _contact(work, account, asked, debtor, address_hash)
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
    contact = await _contact(work, account, asked, debtor, address_hash)
    return KnownNotice(
        **dict(contact),
        notice=notice,
        terms=await work.document(ANNOUNCED_TERMS, account, notice.credit_id),
        receivables={id: await work.document(RECEIVABLE, account, id) for id in ids},
    )


async def known_of_closing(
    work: UnitOfWork,
    account: Account,
    asked: MessageAsked,
    closing: ClosingNotice,
    address_hash: AddressHash,
) -> KnownClosing:
    """The same of who wants no more contact."""
    ids = closing.receivables
    keys: list[tuple[str, str]] = [(DEBTOR.name, asked.customer_id)]
    keys += [(view.name, id) for view in (RECEIVABLE, CHOSEN_RESORTS) for id in ids]
    await work.preload(documents=[DocumentKey(account, view, id) for view, id in keys])
    debtor = await work.document(DEBTOR, account, asked.customer_id)
    contact = await _contact(work, account, asked, debtor, address_hash)
    return KnownClosing(
        **dict(contact),
        closing=closing,
        receivables={id: await work.document(RECEIVABLE, account, id) for id in ids},
        resorts={id: await work.document(CHOSEN_RESORTS, account, id) for id in ids},
    )


async def _contact(
    work: UnitOfWork, account: Account, asked: MessageAsked, debtor: Debtor, by: AddressHash
) -> KnownContact:
    address_hash = hash_of(account.tenant, asked, debtor, by)
    return await known_contact(
        work, account, debtor, asked.person_id, asked.creditor_id, address_hash
    )


def _subject(known: AnyKnown) -> ReminderRequested | CreditNotice | ClosingNotice:
    match known:
        case Known():
            return known.reminder
        case KnownNotice():
            return known.notice
        case KnownClosing():
            return known.closing


async def proofs_of(
    work: UnitOfWork,
    account: Account,
    claims: Collection[Claim],
    allowed: AnyAllowed,
    known: AnyKnown,
) -> tuple[Proof, ...] | Unproven:
    """Why all is true that the words claim; most claim nothing, and nothing is read for them."""
    if not claims:
        return ()
    about = _subject(known)
    creditor = account_of(account.tenant, about.creditor_id)
    agreed = DocumentKey(
        account, AGREED_TERMS.name, agreement_id_of(about.creditor_id, about.customer_id)
    )
    own_terms = DocumentKey(creditor, AGREED_TERMS.name, agreement_id_of(about.creditor_id, None))
    credit = DocumentKey(
        account, ANNOUNCED_TERMS.name, credit_id_of(about.customer_id, about.creditor_id)
    )
    await work.preload(documents=[agreed, own_terms, credit])
    terms = await work.document(ANNOUNCED_TERMS, account, credit.id)
    details = known.creditor.details
    assert details is not None, "nothing is claimed in nobody's name"
    facts = Facts(
        debtor=allowed.customer.kind,
        debtor_country=allowed.customer.country,
        creditor_country=details.address.country,
        agreed=await work.document(AGREED_TERMS, account, agreed.id),
        own_terms=await work.document(AGREED_TERMS, creditor, own_terms.id),
        prepays=terms.now is not CreditTerms.USUAL,
        items=claimed_items(allowed, known),
    )
    return prove(claims, facts)


async def intended_of(
    work: UnitOfWork, account: Account, allowed: Allowed, known: Known
) -> tuple[tuple[Intention, ...], tuple[Proof, ...]]:
    """What is intended and proven for all the words are about, the soonest first, and the proofs."""
    items = claimed_items(allowed, known)
    soonest: dict[Measure, Intention] = {}
    for each in sorted((each for item in items for each in item.intentions), key=lambda i: i.on):
        soonest.setdefault(each.measure, each)
    intended: list[Intention] = []
    proofs: list[Proof] = []
    for measure, intention in soonest.items():
        proven = await proofs_of(work, account, [Claim(measure)], allowed, known)
        if not isinstance(proven, Unproven):
            intended.append(intention)
            proofs += proven
    return tuple(intended), tuple(proofs)


def hash_of(
    tenant: TenantId, asked: MessageAsked, debtor: Debtor, address_hash: AddressHash
) -> str:
    """Of the address a message goes to; empty where there is none."""
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
