"""What is owed, in lines and by rate of VAT: whatever was prepaid or rounded, it adds up."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from recoup_events.invoice import MOST_LINES
from recoup_events.kernel.money import Money, total
from recoup_formats.einvoice.document import EInvoice, Vat

PREPAID = "Paid before the invoice was written"
ROUNDING = "Rounding"


class Part(NamedTuple):
    """A line as it is kept: what it is for, net, and its share of the VAT of its rate."""

    description: str
    net: Money
    tax: Money


class _Item(NamedTuple):
    description: str
    net: Money
    category: str | None
    rate: Decimal | None


def lines_of(document: EInvoice) -> Sequence[Part]:
    """Together what is payable; the VAT of a rate is shared by net, to the last cent of it."""
    items = list(_items(document))
    if len(items) > MOST_LINES - 2 - len(document.vat):
        items = [_whole(row) for row in document.vat]
    parts = list(_with_tax(items, document))
    totals = document.totals
    zero = Money.zero(document.currency)
    if totals.prepaid:
        parts.append(Part(PREPAID, -totals.prepaid, zero))
    if totals.rounding:
        parts.append(Part(ROUNDING, totals.rounding, zero))
    return parts


def _items(document: EInvoice) -> Iterator[_Item]:
    for line in document.lines:
        yield _Item(line.name, line.net, line.category, line.rate)
    for each in document.allowances_and_charges:
        amount = each.amount if each.charge else -each.amount
        reason = each.reason or ("Charge" if each.charge else "Allowance")
        yield _Item(reason, amount, each.category, each.rate)


def _whole(row: Vat) -> _Item:
    """All lines of a rate as one, where there are more than are kept."""
    rate = "" if row.rate is None else f" at {row.rate} %"
    return _Item(f"All lines{rate}", row.net, row.category, row.rate)


def _with_tax(items: Sequence[_Item], document: EInvoice) -> Iterator[Part]:
    zero = Money.zero(document.currency)
    taxes: dict[int, Money] = {}
    for row in document.vat:
        of_rate = [index for index, item in enumerate(items) if _is_of(item, row)]
        if of_rate:
            nets = [items[index].net.minor_units for index in of_rate]
            taxes |= dict(zip(of_rate, shared(row.tax, nets), strict=True))
    for index, item in enumerate(items):
        yield Part(item.description, item.net, taxes.get(index, zero))
    left = document.totals.tax - total(taxes.values(), document.currency)
    if left:
        yield Part("VAT", zero, left)


def _is_of(item: _Item, row: Vat) -> bool:
    return (item.category, item.rate or 0) == (row.category, row.rate or 0)


def shared(amount: Money, weights: Iterable[int]) -> list[Money]:
    """By weight, also where some are below zero: each gets what is due by then, less what was."""
    weights = list(weights)
    whole = sum(weights)
    shares, given, so_far = [], 0, 0
    for number, weight in enumerate(weights, start=1):
        so_far += weight
        last = number == len(weights)
        due = amount.minor_units if last else _rounded(amount.minor_units * so_far, whole)
        shares.append(Money(minor_units=due - given, currency=amount.currency))
        given = due
    return shares


def _rounded(dividend: int, divisor: int) -> int:
    """Half away from zero; nothing of nothing."""
    if divisor == 0:
        return 0
    sign = -1 if (dividend < 0) != (divisor < 0) else 1
    return sign * ((2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor)))


def taxes_of(document: EInvoice) -> Sequence[Vat]:
    """Net and VAT by rate, together what is payable: of what was prepaid a share is of each rate.

    None where a rate is below zero: what is owed cannot be shared by such.
    """
    by_rate: dict[Decimal, Vat] = {}
    for row in document.vat:
        rate = row.rate or Decimal(0)
        before = by_rate.get(rate)
        by_rate[rate] = Vat(
            category=row.category,
            rate=rate,
            net=row.net if before is None else before.net + row.net,
            tax=row.tax if before is None else before.tax + row.tax,
        )
    rows = list(by_rate.values())
    payable, gross = document.totals.payable, document.totals.gross
    covered = total((row.net + row.tax for row in rows), document.currency)
    if covered != gross or not gross or any(_is_below_zero(row) for row in rows):
        return ()
    return rows if payable == gross else _scaled(rows, payable)


def _is_below_zero(row: Vat) -> bool:
    return row.net.minor_units < 0 or row.tax.minor_units < 0


def _scaled(rows: Sequence[Vat], payable: Money) -> Sequence[Vat]:
    grosses = [row.net.minor_units + row.tax.minor_units for row in rows]
    scaled = []
    for row, gross, share in zip(rows, grosses, shared(payable, grosses), strict=True):
        tax = _rounded(share.minor_units * row.tax.minor_units, gross)
        of_it = Money(minor_units=tax, currency=payable.currency)
        scaled.append(row.model_copy(update={"net": share - of_it, "tax": of_it}))
    return scaled
