"""The check before a message leaves: what is still owed and chased, and lawful right now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from notification.contacts.domain.judging import judged
from notification.contacts.domain.known_contact import Intent, KnownContact
from notification.debtors.domain.debtor import Recipient, can_be_reached
from notification.messages.domain import creditor_policy
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.verdict import (
    Allowed,
    AllowedItem,
    CreditorUnknown,
    Lawful,
    Refusal,
    Unknown,
)
from recoup_compliance.contact_ledger.line import Evidence
from recoup_compliance.permit import Refused
from recoup_events.kernel.channels import ContactRole, medium_of
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CustomerId,
    DebtId,
    ReceivableId,
    debt_id_of,
)
from recoup_events.workflow_scheduler import Item, ReminderRequested

FINAL_NOTICE = "final_notice"
"""The template by which the law and hardship know the last word."""


PATIENCE = timedelta(days=14)
"""Longer than any cap lets a message wait; after a longer rest the workflow asks anew."""


class Known(KnownContact):
    """Everything the look rests on, as of now."""

    reminder: ReminderRequested
    receivables: Mapping[ReceivableId, Receivable]


class Addressed(Value):
    """Whom to write to, and where."""

    recipient: Recipient
    address: str


def pre_send_check(
    asked: MessageAsked, queued: MessageContent | None, known: Known, now: datetime
) -> Allowed | Refusal | Unknown | CreditorUnknown:
    """Judge one message; ``queued`` holds its words if it was dispatched before."""
    missing = _missing(known)
    if missing is not None:
        return missing
    items = _chased(known)
    if not items:
        return _nothing_left(known)
    found = addressed(asked, known, known.reminder.recipients)
    if isinstance(found, Refusal):
        return found
    amounts = {item.receivable_id: item.amount for item in items}
    if queued is not None and differs(queued, known.address_hash, amounts):
        return creditor_policy.outdated(queued, known.address_hash, amounts)
    intent = intent_of(asked, known, found.address, debts_of(asked.customer_id, items))
    lawful = lawful_to(found, intent, known, now)
    return lawful if isinstance(lawful, Refusal) else Allowed(**dict(lawful), items=tuple(items))


def nothing_is_asked_for(
    items: Sequence[Item], receivables: Mapping[ReceivableId, Receivable]
) -> bool:
    """Whether a message that waits has lost its reason; what has not arrived may give it one."""
    known = [receivables[item.receivable_id] for item in items]
    return all(each.balance is not None and not each.asked_for for each in known)


def lawful_to(
    found: Addressed, intent: Intent, known: KnownContact, now: datetime
) -> Lawful | Refusal:
    """Whether the person may be written to there, right now."""
    contact = judged(intent, known, found.recipient, now)
    if isinstance(contact.verdict, Refused):
        return _refusal(contact.verdict, contact.evidence, now)
    assert known.debtor.profile is not None, "a recipient is one of a customer's persons"
    return Lawful(
        customer=known.debtor.profile,
        recipient=found.recipient,
        address=found.address,
        debts=intent.debts,
        today=contact.attempt.day,
        rules_version=contact.verdict.rules_version,
        evidence=contact.evidence,
    )


def _missing(known: Known) -> Unknown | CreditorUnknown | None:
    for item in known.reminder.items:
        receivable = known.receivables[item.receivable_id]
        if receivable.terms is None or receivable.balance is None:
            return Unknown(receivable_id=item.receivable_id)
    return CreditorUnknown() if known.creditor.details is None else None


def _refusal(refused: Refused, evidence: Evidence, now: datetime) -> Refusal:
    until = refused.retry_at
    retry_at = until if until is not None and until - now <= PATIENCE else None
    by_rule = refused.model_dump(exclude={"basis", "retry_at"})
    return Refusal(**by_rule, retry_at=retry_at, evidence=evidence)


def _chased(known: Known) -> Sequence[AllowedItem]:
    """What is settled or set aside drops out, and the rest is asked for; oldest first."""
    items = [
        _still_chased(item, known.receivables[item.receivable_id]) for item in known.reminder.items
    ]
    found = [item for item in items if item is not None]
    return sorted(found, key=lambda item: (item.terms.due_date, item.terms.number))


def _still_chased(item: Item, receivable: Receivable) -> AllowedItem | None:
    """Never more than was chased when the reminder was requested."""
    terms, balance = receivable.terms, receivable.balance
    assert terms is not None
    assert balance is not None
    amount = min(receivable.asked_for, item.amount)
    if not amount:
        return None
    return AllowedItem(
        invoice_id=item.invoice_id,
        receivable_id=item.receivable_id,
        terms=terms,
        template=item.template,
        amount=amount,
        balance=balance,
        set_aside=receivable.left_alone,
        attachments=item.attachments,
    )


def _nothing_left(known: Known) -> Refusal:
    owed = [each for each in known.receivables.values() if each.balance]
    if any(each.chased for each in owed):
        return creditor_policy.held_back(len(known.reminder.items))
    if owed:
        return creditor_policy.nothing_chased(len(known.reminder.items))
    return creditor_policy.settled(len(known.reminder.items))


def addressed(
    asked: MessageAsked, known: KnownContact, roles: Sequence[ContactRole]
) -> Addressed | Refusal:
    """Where the person is written to, or why nowhere."""
    profile = known.debtor.profile
    recipient = None if profile is None else profile.recipient(asked.person_id)
    channel = medium_of(asked.channel)
    address = None if recipient is None else recipient.address(channel)
    if recipient is None or address is None:
        return creditor_policy.no_address(roles, channel)
    if not can_be_reached(address, channel):
        return creditor_policy.invalid_address(recipient, channel)
    if bounce := known.address.bounces.get(channel):
        return creditor_policy.bounced(recipient, channel, bounce)
    return Addressed(recipient=recipient, address=address)


def differs(
    queued: MessageContent, address_hash: str, amounts: Mapping[ReceivableId, object]
) -> bool:
    """Whether the words that were dispatched before would be others now."""
    before = {item.receivable_id: item.amount for item in queued.items}
    return (queued.address_hash, before) != (address_hash, amounts)


def debts_of(customer_id: CustomerId, items: Sequence[AllowedItem]) -> tuple[DebtId, ...]:
    """The debts a message is about, as caps count them."""
    return tuple(sorted({debt_id_of(customer_id, item.terms.creditor_id) for item in items}))


def intent_of(asked: MessageAsked, known: Known, address: str, debts: tuple[DebtId, ...]) -> Intent:
    """The message as the rules see it."""
    return Intent(
        id=asked.message_id,
        channel=medium_of(asked.channel),
        address=address,
        creditor_id=known.reminder.creditor_id,
        debts=debts,
        final=asked.template == FINAL_NOTICE,
    )
