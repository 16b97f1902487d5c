"""What a message's template is told of its items, what its claims are held against, and what it comes to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from notification.claims.domain.facts import ClaimedItem, Proof
from notification.creditors.domain.creditor import Creditor
from notification.messages.domain.closing_check import AllowedClosing, KnownClosing, NamedInvoice
from notification.messages.domain.closing_notice import REMEDIES, ClosingNotice
from notification.messages.domain.credit_notice import CreditTerms, terms_of
from notification.messages.domain.message_content import ContentItem, MessageContent
from notification.messages.domain.notice_check import AllowedNotice, KnownNotice, OverdueItem
from notification.messages.domain.pre_send_check import Known
from notification.messages.domain.verdict import Allowed, AllowedItem
from notification.templates.domain.context import (
    CreditorContext,
    ItemContext,
    PolicyContext,
    RuleContext,
    TemplateContext,
)
from notification.templates.domain.words import Words
from recoup_compliance.attempt import Purpose
from recoup_events.invoice.credit_standing import CreditPolicyApplied, CreditRule
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.money import Money
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Intention

AnyAllowed = Allowed | AllowedNotice | AllowedClosing
AnyKnown = Known | KnownNotice | KnownClosing
LOGO_TYPES = ("image/png", "image/jpeg")
HEAVIEST_LOGO = 100_000
"""In bytes; a heavier one is on letters alone."""


def context_of(allowed: AnyAllowed, known: AnyKnown, **more: Any) -> TemplateContext:
    """More is what the message alone does not know, such as what is intended."""
    items: tuple[ItemContext, ...] = ()
    match allowed:
        case Allowed():
            items = tuple(map(_item, allowed.items))
        case AllowedNotice():
            items = tuple(map(_overdue, allowed.overdue))
        case AllowedClosing():
            items = tuple(map(_named, allowed.named))
    closing = known.closing if isinstance(known, KnownClosing) else None
    return TemplateContext(
        creditor=creditor_context(known.creditor, items[0].amount.currency if items else ""),
        customer=allowed.customer.name,
        consumer=allowed.customer.purpose is not Purpose.COMMERCIAL,
        country=allowed.recipient.country,
        subdivision=allowed.recipient.subdivision,
        recipient=allowed.recipient.name,
        today=allowed.today,
        items=items,
        policy=_policy(known),
        bare=closing is not None,
        remedies=() if closing is None else tuple(REMEDIES[each][1] for each in closing.remedies),
        **more,
    )


def _policy(known: AnyKnown) -> PolicyContext:
    """What the customer notices of it: a look from inside is none of its business."""
    policy = known.notice.policy if isinstance(known, KnownNotice) else None
    if policy is None:
        return PolicyContext()
    return PolicyContext(
        limit=policy.limit,
        acceptance_needed=policy.acceptance_needed,
        prepay=_rules(policy, CreditTerms.PREPAY),
        hold=_rules(policy, CreditTerms.HOLD),
    )


def _rules(policy: CreditPolicyApplied, wanted: CreditTerms) -> tuple[RuleContext, ...]:
    """Of several by one measure the one that is reached first; the others add nothing to it."""
    found: dict[tuple[str, str], RuleContext] = {}
    for rule in sorted(policy.rules, key=_reached, reverse=True):
        if terms_of(rule.standing) is wanted:
            of = (rule.measure, rule.amount.currency if rule.amount else "")
            found[of] = RuleContext(
                measure=rule.measure, amount=rule.amount, threshold=rule.threshold
            )
    return tuple(found.values())


def _reached(rule: CreditRule) -> int:
    return rule.threshold or (rule.amount.minor_units if rule.amount else 0)


def content_of(
    allowed: AnyAllowed,
    known: AnyKnown,
    words: Words,
    proofs: tuple[Proof, ...],
) -> MessageContent:
    """The words, and whom they go to in whose name."""
    items: Sequence[AllowedItem | OverdueItem] = ()
    if not isinstance(allowed, AllowedClosing):
        items = allowed.items if isinstance(allowed, Allowed) else allowed.overdue
    assert known.creditor.details is not None, "nothing is sent in nobody's name"
    return MessageContent(
        sender=known.creditor.details.sender,
        person_id=allowed.recipient.person_id,
        recipient=allowed.recipient.name,
        address=allowed.address,
        address_hash=known.address_hash,
        items=tuple(
            ContentItem(
                invoice_id=item.invoice_id, receivable_id=item.receivable_id, amount=item.amount
            )
            for item in items
        ),
        notice=known.notice if isinstance(known, KnownNotice) else None,
        closing=_closing(allowed, known),
        proofs=proofs,
        words=words,
    )


def claims_of(known: AnyKnown, of_template: frozenset[Claim]) -> frozenset[Claim]:
    """What the words assert; of remedies, those that the notice names."""
    return known.closing.claims if isinstance(known, KnownClosing) else of_template


def _closing(allowed: AnyAllowed, known: AnyKnown) -> ClosingNotice | None:
    """As it was decided, of what is named by now."""
    if not isinstance(allowed, AllowedClosing) or not isinstance(known, KnownClosing):
        return None
    named = tuple(item.receivable_id for item in allowed.named)
    return known.closing.model_copy(update={"receivables": named})


def claimed_items(allowed: AnyAllowed, known: AnyKnown) -> tuple[ClaimedItem, ...]:
    """The invoices whose own step has these words; those that came along are not threatened."""
    if isinstance(allowed, AllowedClosing) and isinstance(known, KnownClosing):
        return tuple(_claimed(item, known.closing, allowed.today) for item in allowed.named)
    if not isinstance(allowed, Allowed) or not isinstance(known, Known):
        return ()
    intentions = {item.receivable_id: item.intentions for item in known.reminder.items}
    return tuple(
        ClaimedItem(
            receivable_id=item.receivable_id,
            issued_on=item.terms.issue_date,
            due_on=item.terms.due_date,
            amount=item.amount,
            intentions=intentions[item.receivable_id],
        )
        for item in allowed.items
        if item.terms.charge is None and item.template == known.reminder.template
    )


def _claimed(item: NamedInvoice, closing: ClosingNotice, today: date) -> ClaimedItem:
    """What may be done or is meant to be, from the day on which it is said."""
    measures = (REMEDIES[each][1] for each in closing.remedies)
    return ClaimedItem(
        receivable_id=item.receivable_id,
        issued_on=item.issue_date,
        due_on=item.due_date,
        amount=item.amount,
        intentions=tuple(Intention(measure=each, on=today) for each in measures),
    )


def creditor_context(creditor: Creditor, currency: str) -> CreditorContext:
    details = creditor.details
    assert details is not None, "nothing is sent in nobody's name"
    where = details.address
    town = " ".join(part for part in (where.postal_code, where.city) if part)
    sender = details.sender
    return CreditorContext(
        name=details.trading_name or details.legal_name,
        legal_name=details.legal_name,
        on_behalf_of=details.on_behalf_of,
        address=", ".join((*where.lines, town, where.country)),
        postal_address=where,
        register_line=details.register_line,
        vat_id=details.vat_id,
        phone=sender.phone,
        reply_to=sender.reply_to or sender.email,
        sms_sender=sender.sms,
        pay_link=details.pay_link,
        account=creditor.account_in(currency),
        role=details.role,
        languages=details.languages,
        logo=_shown_in_mails(creditor.logo),
    )


def _shown_in_mails(logo: StoredFile | None) -> StoredFile | None:
    """Mail programs draw no SVG, and nobody waits for a mail that is heavy."""
    if logo is None or logo.content_type not in LOGO_TYPES or logo.size > HEAVIEST_LOGO:
        return None
    return logo


def _overdue(item: OverdueItem) -> ItemContext:
    return _plain(item.number, item.due_date, item.amount)


def _named(item: NamedInvoice) -> ItemContext:
    return _plain(item.number, item.due_date, Money.zero(item.amount.currency))


def _plain(number: str, due_date: date, amount: Money) -> ItemContext:
    nothing = Money.zero(amount.currency)
    asides = dict.fromkeys(("contested", "credited", "planned", "reserved", "other"), nothing)
    return ItemContext(number=number, due_date=due_date, amount=amount, balance=amount, **asides)


def _item(item: AllowedItem) -> ItemContext:
    """What is set aside together may exceed what is left of the balance; then less is named."""
    left = item.balance - item.amount
    parts: dict[str, Money] = {}
    for name, amount in item.set_aside:
        parts[name] = min(amount, left)
        left = left - parts[name]
    return ItemContext(
        number=item.terms.number,
        instalment=item.terms.instalment,
        charge=item.terms.charge,
        purchase_order=item.terms.purchase_order,
        payment_reference=item.terms.payment_reference,
        issue_date=item.terms.issue_date,
        due_date=item.terms.due_date,
        template=item.template,
        amount=item.amount,
        balance=item.balance,
        other=left,
        **parts,
    )
