"""Where a debtor pays: the creditor's page, told what for if its address says where to; or else the portal."""

from urllib.parse import quote, unquote

from notification.templates.domain.context import TemplateContext


def pay_link_of(context: TemplateContext) -> str | None:
    """``{number}``, ``{reference}``, ``{amount}`` and ``{currency}`` in it are those of the only item.

    A link that names one invoice cannot pay several: it is left out there.
    """
    link = context.creditor.pay_link
    if link is None:
        return context.portal_link
    pattern = link.replace("%7B", "{").replace("%7D", "}")
    if "{" not in pattern:
        return link
    item = context.item
    if item is None:
        return None
    values = {
        "number": item.number,
        "reference": item.payment_reference or item.number,
        "amount": item.amount.decimal,
        "currency": item.amount.currency,
    }
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", quote(unquote(value), safe=""))
    return None if "{" in pattern else pattern
