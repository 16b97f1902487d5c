"""What a message's template is told of its items."""

from notification.messages.domain.verdict import Allowed, AllowedItem
from notification.templates.domain.context import Creditor, ItemContext, TemplateContext
from recoup_events.kernel.money import Money


def context_of(allowed: Allowed, creditor: Creditor) -> TemplateContext:
    return TemplateContext(
        creditor=creditor,
        customer=allowed.customer.name,
        country=allowed.recipient.country,
        recipient=allowed.recipient.name,
        today=allowed.today,
        items=tuple(map(_item, allowed.items)),
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
        purchase_order=item.terms.purchase_order,
        due_date=item.terms.due_date,
        template=item.template,
        amount=item.amount,
        balance=item.balance,
        other=left,
        **parts,
    )
