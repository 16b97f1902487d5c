"""How a debtor pays: what is told of it, and the code that banking apps read."""

from collections.abc import Iterator

from babel import Locale

from notification.templates.domain.context import TemplateContext
from notification.templates.domain.pay_link import pay_link_of
from notification.templates.domain.untrusted import one_line
from notification.templates.renderer.phrases import Phrases
from recoup_events.kernel.event import Value
from recoup_receivables import localized
from recoup_receivables.payment_code import payment_code


class Detail(Value):
    label: str
    value: str
    strong: bool = False
    link: bool = False


class Payment(Value):
    title: str
    details: tuple[Detail, ...]
    code: str | None
    """The content of the QR code."""
    code_title: str


def payment_of(context: TemplateContext, phrases: Phrases, locale: Locale) -> Payment | None:
    creditor = context.creditor
    if (
        context.bare
        or not context.items
        or (creditor.account is None and pay_link_of(context) is None)
    ):
        return None
    details = tuple(_details(context, phrases, locale))
    return Payment(
        title=phrases("pay.title"),
        details=details,
        code=code_of(context),
        code_title=phrases("pay.code"),
    )


def code_of(context: TemplateContext) -> str | None:
    """For one sum in one currency; what is asked for in two takes two transfers."""
    if len(context.totals) != 1:
        return None
    creditor = context.creditor
    return payment_code(
        creditor.account, creditor.postal_address, context.totals[0], _reference(context)
    )


def _reference(context: TemplateContext) -> str:
    """What a payer is to name: each number, as far as a line of a transfer holds them."""
    if context.item is not None:
        return one_line(context.item.payment_reference or context.item.number)
    named = ", ".join(one_line(item.number) for item in context.items)
    return named if len(named) <= 140 else named[:140].rpartition(",")[0]


def _details(context: TemplateContext, phrases: Phrases, locale: Locale) -> Iterator[Detail]:
    creditor, account = context.creditor, context.creditor.account
    amounts = [localized.amount(total, locale) for total in context.totals]
    yield Detail(
        label=phrases("pay.amount"), value=f" {phrases('what.and')} ".join(amounts), strong=True
    )
    if account is not None:
        held = {"iban": creditor.iban}
        for name in ("holder", "iban", "bic", "account_number", "routing_number", "bank"):
            value = held.get(name, getattr(account, name))
            if value is not None:
                strong = name in ("iban", "account_number")
                yield Detail(label=phrases(f"pay.{name}"), value=one_line(value), strong=strong)
        named = _reference(context) if context.item else phrases("pay.numbers")
        yield Detail(label=phrases("pay.reference"), value=named, strong=True)
    link = pay_link_of(context)
    if link is not None:
        yield Detail(label=phrases("pay.link"), value=link, link=True)
