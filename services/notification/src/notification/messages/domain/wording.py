"""What a message's template is told of its items."""

from notification.creditors.domain.creditor import Creditor
from notification.messages.domain.notice_check import AllowedNotice
from notification.messages.domain.verdict import Allowed, AllowedItem
from notification.templates.domain.context import (
    CreditorContext,
    ItemContext,
    NoticeContext,
    OverdueContext,
    TemplateContext,
)
from recoup_events.kernel.money import Money


def context_of(allowed: Allowed, creditor: Creditor) -> TemplateContext:
    return TemplateContext(
        creditor=_creditor(creditor, allowed.items[0].amount.currency),
        customer=allowed.customer.name,
        country=allowed.recipient.country,
        recipient=allowed.recipient.name,
        today=allowed.today,
        items=tuple(map(_item, allowed.items)),
    )


def notice_context_of(allowed: AllowedNotice, creditor: Creditor) -> NoticeContext:
    currency = allowed.overdue[0].amount.currency if allowed.overdue else ""
    return NoticeContext(
        creditor=_creditor(creditor, currency),
        customer=allowed.customer.name,
        country=allowed.recipient.country,
        recipient=allowed.recipient.name,
        today=allowed.today,
        overdue=tuple(
            OverdueContext(number=item.number, due_date=item.due_date, amount=item.amount)
            for item in allowed.overdue
        ),
    )


def _creditor(creditor: Creditor, currency: str) -> CreditorContext:
    details = creditor.details
    assert details is not None, "nothing is sent in nobody's name"
    where = details.address
    town = " ".join(part for part in (where.postal_code, where.city) if part)
    return CreditorContext(
        name=details.trading_name or details.legal_name,
        legal_name=details.legal_name,
        on_behalf_of=details.on_behalf_of,
        address=", ".join((*where.lines, town, where.country)),
        register_line=details.register_line,
        phone=details.sender.phone,
        pay_link=details.pay_link,
        account=creditor.account_in(currency),
    )


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
        due_date=item.terms.due_date,
        template=item.template,
        amount=item.amount,
        balance=item.balance,
        other=left,
        **parts,
    )
