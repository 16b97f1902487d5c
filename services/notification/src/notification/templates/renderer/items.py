"""One receivable as a row: of a table in HTML, of a list in plain text."""

from collections.abc import Iterator

from babel import Locale

from notification.templates.domain.context import ItemContext, TemplateContext
from notification.templates.domain.untrusted import one_line
from notification.templates.renderer.phrases import Phrases
from recoup_events.kernel.event import Value
from recoup_receivables import localized

LAST = "final_notice"
"""The template by which the last reminder is known."""


class Cells(Value):
    number: str
    notes: str
    """Which instalment it is, or what is charged, and the reader's order."""
    issued: str
    due: str
    late: str
    overdue: bool
    amount: str
    aside: str
    """What of its balance is not asked for."""
    line: str
    """All of it in one line."""


def cells_of(
    item: ItemContext, context: TemplateContext, phrases: Phrases, locale: Locale
) -> Cells:
    number = one_line(item.number)
    notes = ", ".join(map(one_line, _notes(item, phrases)))
    late = late_of(item, context, phrases)
    amount = localized.amount(item.amount, locale)
    aside = _aside(item, phrases, locale)
    due = localized.day(item.due_date, locale)
    issued = "" if item.issue_date is None else localized.day(item.issue_date, locale)
    days = [phrases("table.row_issued", date=issued)] if issued else []
    days.append(phrases("table.row_due", date=due))
    named = f"{number} ({notes})" if notes else number
    line = f"{', '.join([named, *days, late])}{phrases('what.colon')}{amount}{f' {aside}' if aside else ''}"
    return Cells(
        number=number,
        notes=notes,
        issued=phrases("table.row_issued", date=localized.short_day(item.issue_date, locale))
        if item.issue_date
        else "",
        due=localized.short_day(item.due_date, locale),
        late=late,
        overdue=item.due_date < context.today,
        amount=amount,
        aside=aside,
        line=line,
    )


def _notes(item: ItemContext, phrases: Phrases) -> Iterator[str]:
    if item.instalment:
        yield phrases("what.instalment", instalment=item.instalment)
    if item.charge:
        yield phrases(f"what.{item.charge}")
    if item.purchase_order:
        yield phrases("what.order", order=item.purchase_order)


def late_of(item: ItemContext, context: TemplateContext, phrases: Phrases) -> str:
    days = (context.today - item.due_date).days
    match days:
        case 0:
            late = phrases("late.today")
        case 1:
            late = phrases("late.one")
        case _:
            late = phrases("late.many" if days > 0 else "late.future", days=days)
    return f"{late}, {phrases('late.last')}" if item.template == LAST else late


def _aside(item: ItemContext, phrases: Phrases, locale: Locale) -> str:
    if item.balance == item.amount:
        return ""
    parts = [phrases("aside.of", amount=localized.amount(item.balance, locale))]
    for name in ("contested", "credited", "planned", "reserved", "other"):
        amount = getattr(item, name)
        if amount:
            parts.append(phrases(f"aside.{name}_short", amount=localized.amount(amount, locale)))
    return "; ".join(parts)
