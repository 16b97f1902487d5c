"""A message as blocks, before it takes the form of plain text or of HTML: so both say the same."""

from collections.abc import Iterator

from babel import Locale

from notification.templates.domain.context import ItemContext, TemplateContext
from notification.templates.domain.untrusted import one_line
from notification.templates.renderer.items import Cells, cells_of
from notification.templates.renderer.paying import Payment, payment_of
from notification.templates.renderer.phrases import Phrases
from notification.templates.renderer.sentences import (
    answers_of,
    disclosed,
    help_of,
    opt_out_of,
    satisfaction_text,
)
from recoup_events.kernel.event import Value
from recoup_receivables import localized

STATEMENT = "\x00statement\x00"
"""Stands in a body for the list of items; nothing that others named can hold a control character."""


class Statement(Value):
    titles: tuple[str, ...]
    """Of the columns of a table."""
    rows: tuple[Cells, ...]
    more: str | None
    totals: tuple[tuple[str, str], ...]
    """What it is, and how much."""


class MessageBlocks(Value):
    language: str
    colon: str
    """Between what something is and how much."""
    day: str
    creditor: str
    body: tuple[tuple[str, ...] | Statement, ...]
    """Paragraphs of lines, and where the list of items stands."""
    asides: str | None
    payment: Payment | None
    help: str | None
    regards: str
    signature: tuple[str, ...]
    footer: tuple[str, ...]
    disclosures: tuple[str, ...]
    satisfaction: str | None
    """A question, where somebody reads the answers."""
    satisfaction_text: str
    answers: tuple[tuple[str, str], ...]
    """What to answer, and the link that begins the answer."""
    opt_out: str | None
    opt_out_link: str | None
    opt_out_label: str
    """What the link is called in HTML."""


def blocks_of(
    body: str, context: TemplateContext, phrases: Phrases, locale: Locale, *, asks: bool
) -> MessageBlocks:
    creditor = context.creditor
    answered = context.answer_link or creditor.reply_to
    asks = asks and answered is not None and not context.on_paper
    return MessageBlocks(
        language=phrases.language,
        colon=phrases("what.colon"),
        day=localized.day(context.today, locale),
        creditor=one_line(creditor.name),
        body=tuple(_body(body, context, phrases, locale)),
        asides=_asides(context.item, phrases, locale),
        payment=payment_of(context, phrases, locale),
        help=help_of(context, phrases),
        regards=phrases("closing.regards"),
        signature=tuple(map(one_line, _signature(context, phrases))),
        footer=tuple(map(one_line, _footer(context, phrases))),
        disclosures=disclosed(context, phrases.language, briefly=context.bare),
        satisfaction=phrases("closing.satisfaction") if asks else None,
        satisfaction_text=satisfaction_text(context, phrases),
        answers=tuple(answers_of(context, phrases)) if asks else (),
        opt_out=opt_out_of(context, phrases),
        opt_out_link=context.opt_out_link,
        opt_out_label=phrases("closing.stop_link", link="").rstrip(" :"),
    )


def _body(
    body: str, context: TemplateContext, phrases: Phrases, locale: Locale
) -> Iterator[tuple[str, ...] | Statement]:
    for paragraph in body.split("\n\n"):
        for place, part in enumerate(paragraph.split(STATEMENT)):
            if place and context.items:
                yield _statement(context, phrases, locale)
            lines = tuple(line.strip() for line in part.strip().splitlines())
            if any(lines):
                yield lines


def _statement(context: TemplateContext, phrases: Phrases, locale: Locale) -> Statement:
    rows = tuple(cells_of(item, context, phrases, locale) for item in context.shown)
    more = len(context.items) - len(context.shown)
    several = len(context.totals) > 1
    totals = tuple(
        (
            phrases("table.total_in", currency=total.currency)
            if several
            else phrases("table.total"),
            localized.amount(total, locale),
        )
        for total in context.totals
    )
    titles = ("number", "due", "amount")
    return Statement(
        titles=tuple(phrases(f"table.{title}") for title in titles),
        rows=rows,
        more=phrases("table.more", count=more) if more else None,
        totals=totals if len(context.items) > 1 else (),
    )


def _asides(item: ItemContext | None, phrases: Phrases, locale: Locale) -> str | None:
    """What the only item's balance holds beside what is asked for."""
    if item is None or item.balance == item.amount:
        return None
    parts = [phrases("aside.balance", amount=localized.amount(item.balance, locale))]
    for name in ("contested", "credited", "planned", "reserved", "other"):
        amount = getattr(item, name)
        if amount:
            parts.append(phrases(f"aside.{name}", amount=localized.amount(amount, locale)))
    return " ".join(parts)


def _signature(context: TemplateContext, phrases: Phrases) -> Iterator[str]:
    creditor = context.creditor
    if creditor.on_behalf_of:
        behalf = phrases("closing.behalf", name=creditor.on_behalf_of)
        yield f"{creditor.name}, {behalf}"
    else:
        yield creditor.name
    if creditor.phone:
        yield phrases("closing.phone", phone=creditor.phone)


def _footer(context: TemplateContext, phrases: Phrases) -> Iterator[str]:
    creditor = context.creditor
    yield f"{creditor.legal_name}, {creditor.address}"
    if creditor.register_line:
        yield creditor.register_line
    if creditor.vat_id:
        yield phrases("closing.vat", number=creditor.vat_id)
