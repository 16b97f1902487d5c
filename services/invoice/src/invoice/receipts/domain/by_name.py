"""What the payer names: by a structured reference, or by numbers in what it wrote."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from invoice.invoices.domain.payment_reference import number_in
from invoice.receipts.domain import confidence
from invoice.receipts.domain.candidate import Candidate, Meant, Rule
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems
from invoice.receipts.domain.tolerance import Tolerance
from invoice.receipts.domain.written_numbers import (
    WrittenNumber,
    digits_of,
    key_of,
    written_numbers,
)
from recoup_events.kernel.ids import CustomerId
from recoup_events.kernel.money import Money, total

MOST_AMBIGUOUS = 5
"""Candidates for one number that several invoices bear."""
LONG_ENOUGH = 5
"""Digits of a number that is hardly anything else."""


class _Named(NamedTuple):
    """One number that is written, and what bears it."""

    items: Sequence[Item]
    less: int
    """By how much it is less sure than a whole, long number."""


def by_reference(entry: BankEntry, known: KnownItems, tolerance: Tolerance) -> Iterator[Candidate]:
    """The reference was given to one invoice alone, so it is that one."""
    if not known.referenced:
        return
    owed = _owed(known.referenced)
    if tolerance.settles(entry.settles, owed):
        sure, how = confidence.REFERENCE_EXACT, "which is over just this amount"
    elif entry.settles < owed:
        sure, how = confidence.REFERENCE_PART, f"on which {owed} are owed, more than this"
    else:
        sure, how = confidence.REFERENCE_MORE, f"on which {owed} are owed, less than this"
    reason = f"The structured reference is that of invoice {known.referenced[0].number}, {how}."
    yield candidate(entry, known, Rule.REFERENCE, sure, reason, known.referenced)


def by_number(entry: BankEntry, known: KnownItems, tolerance: Tolerance) -> Iterator[Candidate]:
    """All numbers that are written, in that order; where one is ambiguous, each that it may mean."""
    named = _named(entry, known)
    if not named:
        return
    chosen = [_one_of(each, entry, tolerance, alone=len(named) == 1) for each in named]
    unclear = [nth for nth, items in enumerate(chosen) if items is None]
    if not unclear:
        found = [item for items in chosen if items is not None for item in items]
        yield _for_all(entry, known, tolerance, named, found)
        return
    for each in (named[nth] for nth in unclear):
        for items in islice(_invoices(each.items), MOST_AMBIGUOUS):
            reason = f"Several invoices bear the number {items[0].number}; this may be the one."
            ambiguous = confidence.NUMBER_AMBIGUOUS
            yield candidate(entry, known, Rule.NUMBER, ambiguous, reason, items)


def _for_all(
    entry: BankEntry,
    known: KnownItems,
    tolerance: Tolerance,
    named: Sequence[_Named],
    found: Sequence[Item],
) -> Candidate:
    owed, one = _owed(found), len(_invoices(found)) == 1
    numbers = ", ".join(dict.fromkeys(item.number for item in found))
    whose = f"The payer names invoice {numbers}" if one else f"The payer names invoices {numbers}"
    if tolerance.settles(entry.settles, owed):
        sure, how = confidence.NUMBER_EXACT, "and pays just what is owed there"
    elif one and entry.settles < owed:
        sure, how = confidence.NUMBER_PART, f"and pays a part of the {owed} that are owed there"
    else:
        sure, how = confidence.NUMBER_OTHER, f"on which {owed} are owed, another amount than this"
    sure -= max(each.less for each in named)
    return candidate(entry, known, Rule.NUMBER, sure, f"{whose} {how}.", found)


class _Numbers:
    """What bears which number, looked up as often as numbers are written."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._whole: dict[str, list[Item]] = {}
        self._digits: dict[str, list[Item]] = {}
        for item in items:
            self._whole.setdefault(key_of(item.number), []).append(item)
            self._digits.setdefault(digits_of(item.number), []).append(item)

    def bearing(self, written: WrittenNumber) -> _Named:
        whole = self._whole.get(written.key, [])
        found = whole or [
            item for item in self._digits.get(written.digits, []) if written.may_mean(item.number)
        ]
        less = 0 if whole else confidence.DIGITS_ALONE
        if found and len(written.digits) < LONG_ENOUGH:
            less += confidence.SHORT_NUMBER
        return _Named(found, less)


def _named(entry: BankEntry, known: KnownItems) -> Sequence[_Named]:
    """What is written, from left to right; of numbers that overlap, the longest that is known."""
    texts = [entry.written, number_in(entry.structured_reference or "") or ""]
    numbers = _Numbers(known.named)
    found: list[_Named] = []
    taken: set[str] = set()
    for text in texts:
        end = 0
        for written in written_numbers(text):
            if written.start < end:
                continue
            named = numbers.bearing(written)
            fresh = [item for item in named.items if item.receivable_id not in taken]
            if named.items:
                end = written.end
            if fresh:
                found.append(named._replace(items=fresh))
                taken |= {item.receivable_id for item in fresh}
    return found


def _one_of(
    named: _Named, entry: BankEntry, tolerance: Tolerance, *, alone: bool
) -> Sequence[Item] | None:
    """The one invoice it means: over just this amount, the oldest due among equals."""
    invoices = _invoices(named.items)
    if len(invoices) == 1:
        return invoices[0]
    if not alone:
        return None
    exactly = (items for items in invoices if tolerance.settles(entry.settles, _owed(items)))
    return next(exactly, None)


def _invoices(items: Sequence[Item]) -> Sequence[Sequence[Item]]:
    by_id: dict[str, list[Item]] = {}
    for item in items:
        by_id.setdefault(item.invoice_id, []).append(item)
    return list(by_id.values())


def _owed(items: Sequence[Item]) -> Money:
    return total((item.balance for item in items), items[0].balance.currency)


def candidate(
    entry: BankEntry, known: KnownItems, rule: Rule, sure: int, reason: str, items: Sequence[Item]
) -> Candidate:
    """What it pays of these, in this order, never more than there is."""
    left, pays = entry.settles, []
    for item in items:
        part = min(left, item.balance)
        if part.minor_units > 0:
            pays.append(_meant(item, part))
            left -= part
    return Candidate(
        customer_id=_payer(known, [each.customer_id for each in pays]),
        rule=rule,
        confidence=sure,
        reason=reason,
        pays=tuple(pays),
        left=left,
    )


def _meant(item: Item, amount: Money) -> Meant:
    return Meant(
        customer_id=item.customer_id,
        invoice_id=item.invoice_id,
        receivable_id=item.receivable_id,
        amount=amount,
    )


def _payer(known: KnownItems, paid: Sequence[CustomerId]) -> CustomerId:
    """Who is known to pay from this account, if it may pay for these; else the first of them."""
    by_account = [payer for payer in known.payers if payer.by_account]
    if len(by_account) == 1 and set(paid) <= {*by_account[0].group, by_account[0].customer_id}:
        return by_account[0].customer_id
    return paid[0]
