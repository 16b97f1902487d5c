"""Shows what a played ledger came to: money, messages, restraint, disputes, plans and age."""

from collections.abc import Mapping
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from recoup_cli.ledger.numbers import BUCKETS, Aging, Numbers
from recoup_events.kernel.money import Money, total


def render(numbers: Numbers, look_next: Mapping[str, str]) -> RenderableType:
    """The end of the demo; ``look_next`` says what can be seen where."""
    return Group(
        Text(_title(numbers), style="bold"),
        _money(numbers),
        _paid_by_parents(numbers),
        Columns(
            (
                _messages(numbers),
                _counts("Contacts refused", "Rule", numbers.refusals),
                _counts("Calls", "State", numbers.calls),
                _counts("Disputes", "Outcome", numbers.disputes),
                _counts("Plans", "State", numbers.plans),
                _counts("Postings", "For the ERP", numbers.postings),
            )
        ),
        _aging("What was owed before", numbers.aging_before),
        _aging("What is owed now", numbers.aging_after),
        _places(look_next),
    )


def _title(numbers: Numbers) -> str:
    whole = f"{sum(numbers.invoices.values()):,} invoices of {numbers.customers:,} customers"
    parts = (f"{code} {count:,}" for code, count in sorted(numbers.invoices.items()))
    return f"{whole}; by creditor: {', '.join(parts)}"


def _money(numbers: Numbers) -> Table:
    titles = ("Invoiced", "Charges", "Collected", "Credited", "Written off", "Owed")
    table = _table("Money", "Currency", *titles)
    for currency, flow in sorted(numbers.money.items()):
        of_invoices = flow.invoiced - flow.collected - flow.credited - flow.written_off
        owed = total(numbers.aging_after.get(currency, {}).values(), currency)
        charges = owed - of_invoices  # the rest of what is owed is none of the invoices'
        amounts = (flow.invoiced, charges, flow.collected, flow.credited, flow.written_off, owed)
        table.add_row(currency, *map(_amount, amounts))
    return table


def _paid_by_parents(numbers: Numbers) -> RenderableType:
    table = _table("Paid by the parent", "For", "Currency", "Amount")
    for child, sums in sorted(numbers.paid_by_parents.items()):
        for currency, amount in sorted(sums.items()):
            table.add_row(child, currency, _amount(amount))
    return table if table.row_count else Text()


def _messages(numbers: Numbers) -> Table:
    table = _table("Messages", "Channel and template", "Sent")
    for channel, templates in sorted(numbers.messages.items()):
        for template, sent in sorted(templates.items()):
            table.add_row(f"{channel} {template}", f"{sent:,}")
    return table


def _counts(title: str, heading: str, counts: Mapping[str, int]) -> Table:
    table = _table(title, heading, "Count")
    for name, count in sorted(counts.items()):
        table.add_row(name, f"{count:,}")
    return table


def _aging(title: str, aging: Aging) -> RenderableType:
    """Only the buckets that hold something: eight columns of money do not fit a terminal."""
    used = [bucket for bucket in BUCKETS if any(owed.get(bucket) for owed in aging.values())]
    table = _table(title, "Currency", *used, "Total")
    for currency, owed in sorted(aging.items()):
        amounts = [owed.get(bucket, Money.zero(currency)) for bucket in used]
        table.add_row(currency, *map(_amount, (*amounts, total(amounts, currency))))
    return table if aging else Text(f"{title}: nothing\n", style="italic")


def _places(look_next: Mapping[str, str]) -> Table:
    table = Table(title="Where to look next", title_justify="left", box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for what, where in look_next.items():
        table.add_row(what, where)
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    return table


def _amount(amount: Money) -> str:
    return f"{Decimal(amount.decimal):,}"
