"""The check before a customer is told of its credit: still so, not told before, and lawful right now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from notification.contacts.domain.known_contact import Intent, KnownContact
from notification.messages.domain import creditor_policy
from notification.messages.domain.announced_terms import AnnouncedTerms
from notification.messages.domain.credit_notice import CreditNotice, CreditTerms
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message_content import ContentItem, MessageContent
from notification.messages.domain.pre_send_check import addressed, differs, lawful_to
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.reminder import NOTIFIED
from notification.messages.domain.verdict import CreditorUnknown, Lawful, Refusal
from recoup_events.kernel.channels import medium_of
from recoup_events.kernel.ids import ReceivableId, debt_id_of
from recoup_events.kernel.slices import Slice


class KnownNotice(KnownContact):
    """Everything the check rests on, as of now."""

    notice: CreditNotice
    terms: AnnouncedTerms
    receivables: Mapping[ReceivableId, Receivable]


class OverdueItem(ContentItem):
    """As the message names it."""

    number: str
    due_date: date


class AllowedNotice(Lawful):
    overdue: tuple[OverdueItem, ...]
    """What was overdue and still is, as far as anybody is asked for it."""


def notice_check(
    asked: MessageAsked, queued: MessageContent | None, known: KnownNotice, now: datetime
) -> AllowedNotice | Refusal | CreditorUnknown:
    """Judge one message; ``queued`` holds its words if it was dispatched before."""
    if known.creditor.details is None:
        return CreditorUnknown()
    unwanted = _unwanted(known)
    if unwanted is not None:
        return unwanted
    found = addressed(asked, known, NOTIFIED)
    if isinstance(found, Refusal):
        return found
    overdue = _overdue(known)
    amounts = {item.receivable_id: item.amount for item in overdue}
    if queued is not None and differs(queued, known.address_hash, amounts):
        return creditor_policy.outdated(queued, known.address_hash, amounts)
    intent = Intent(
        id=asked.message_id,
        channel=medium_of(asked.channel),
        address=found.address,
        creditor_id=asked.creditor_id,
        debts=(debt_id_of(asked.customer_id, asked.creditor_id),),
        final=True,
    )
    lawful = lawful_to(found, intent, known, now)
    if isinstance(lawful, Refusal):
        return lawful
    return AllowedNotice(**dict(lawful), overdue=tuple(overdue))


def _unwanted(known: KnownNotice) -> Refusal | None:
    if known.notice.policy is not None:
        version, latest = known.notice.policy.policy_version, known.terms.policy_version
        return creditor_policy.credit_policy_changed(version, latest) if version < latest else None
    if known.notice.terms is not known.terms.now:
        return creditor_policy.credit_changed(known.notice.terms, known.terms.now)
    if not known.terms.new_to(known.notice.reminder_id):
        return creditor_policy.credit_notice_repeated(known.notice.terms)
    return None


def _overdue(known: KnownNotice) -> Sequence[OverdueItem]:
    """The longest due first; of what is not chased by now nobody says that it is late."""
    if known.notice.terms is CreditTerms.USUAL:
        return []
    found = (_still_overdue(each, known.receivables) for each in known.notice.overdue)
    late = [item for item in found if item is not None]
    return sorted(late, key=lambda item: (item.due_date, item.number))


def _still_overdue(
    slice: Slice, receivables: Mapping[ReceivableId, Receivable]
) -> OverdueItem | None:
    known = receivables[slice.receivable_id]
    if known.terms is None or known.balance is None:
        return None
    amount = min(known.chased, slice.amount)
    if not amount:
        return None
    return OverdueItem(
        invoice_id=slice.invoice_id,
        receivable_id=slice.receivable_id,
        amount=amount,
        number=known.terms.number,
        due_date=known.terms.due_date,
    )
