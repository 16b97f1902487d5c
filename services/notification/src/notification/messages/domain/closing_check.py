"""The check before a closing notice leaves: still true, still intended, and lawful right now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from notification.contacts.domain.known_contact import Intent, KnownContact
from notification.messages.domain import creditor_policy
from notification.messages.domain.chosen_resorts import ChosenResorts
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.pre_send_check import addressed, differs, lawful_to
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.verdict import CreditorUnknown, Lawful, Refusal
from recoup_compliance.attempt import Notice
from recoup_events.kernel.channels import medium_of
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ReceivableId, debt_id_of
from recoup_events.kernel.money import Money


class KnownClosing(KnownContact):
    """Everything the check rests on, as of now."""

    closing: ClosingNotice
    receivables: Mapping[ReceivableId, Receivable]
    resorts: Mapping[ReceivableId, ChosenResorts]


class NamedInvoice(Value):
    """What a notice is about; nothing is asked for."""

    receivable_id: ReceivableId
    number: str
    issue_date: date
    due_date: date
    amount: Money


class AllowedClosing(Lawful):
    named: tuple[NamedInvoice, ...]


def closing_check(
    asked: MessageAsked, queued: MessageContent | None, known: KnownClosing, now: datetime
) -> AllowedClosing | Refusal | CreditorUnknown:
    """Judge one message; ``queued`` holds its words if it was dispatched before."""
    if known.creditor.details is None:
        return CreditorUnknown()
    named = _named(known)
    if isinstance(named, Refusal):
        return named
    found = addressed(asked, known, ())
    if isinstance(found, Refusal):
        return found
    about = {item.receivable_id for item in named}
    if queued is not None and (differs(queued, known.address_hash, {}) or _about(queued) != about):
        return creditor_policy.outdated(queued, known.address_hash, {})
    notice = known.closing.notice
    intent = Intent(
        id=asked.message_id,
        channel=medium_of(asked.channel),
        address=found.address,
        creditor_id=asked.creditor_id,
        debts=(debt_id_of(asked.customer_id, asked.creditor_id),),
        final=notice is not Notice.EFFORTS_END,
        notice=notice,
    )
    lawful = lawful_to(found, intent, known, now)
    if isinstance(lawful, Refusal):
        return lawful
    return AllowedClosing(**dict(lawful), named=tuple(named))


def _named(known: KnownClosing) -> Sequence[NamedInvoice] | Refusal:
    """Nobody is told of a remedy for what is settled, contested, or not meant to be sued for."""
    closing = known.closing
    ends = closing.notice is Notice.EFFORTS_END
    owed = [known.receivables[id] for id in closing.receivables]
    chased = [each for each in owed if each.terms and each.balance and (ends or each.chased)]
    if not chased:
        left = any(each.balance for each in owed)
        said = creditor_policy.nothing_chased if left else creditor_policy.settled
        return said(len(owed))
    if closing.notice is Notice.REMEDY_WILL_BE_USED:
        for each in chased:
            missing = set(closing.remedies) - set(known.resorts[each.receivable_id].choices)
            if missing:
                return creditor_policy.remedy_not_intended(missing, each.receivable_id)
    return sorted(map(_as_named, chased), key=lambda item: (item.due_date, item.number))


def _as_named(known: Receivable) -> NamedInvoice:
    assert known.terms is not None, "what has not arrived is not named"
    return NamedInvoice(
        receivable_id=known.receivable_id,
        number=known.terms.number,
        issue_date=known.terms.issue_date,
        due_date=known.terms.due_date,
        amount=known.chased,
    )


def _about(queued: MessageContent) -> set[ReceivableId]:
    return set(queued.closing.receivables) if queued.closing else set()
