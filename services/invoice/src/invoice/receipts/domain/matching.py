"""What a receipt may be for, the surest first: pure, and the same in whatever order the items are given.

A structured reference comes before numbers, which come before amounts: who pays says what is paid (BGB 366(1)).
Where the payer says nothing, nothing that is contested is proposed (BGB 366(2), 15 USC 1692h).
"""

from collections.abc import Iterable, Iterator, Sequence

from invoice.receipts.domain.by_amount import by_amount, longest_due
from invoice.receipts.domain.by_name import by_number, by_reference
from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems
from invoice.receipts.domain.tolerance import Tolerance

MOST_CANDIDATES = 10
_ORDER = {rule: place for place, rule in enumerate(Rule)}


def match(entry: BankEntry, known: KnownItems, tolerance: Tolerance) -> tuple[Candidate, ...]:
    """At most ten; of those that come to the same, the surest."""
    usable = _usable(entry, known)
    found: dict[object, Candidate] = {}
    for candidate in sorted(_all(entry, usable, tolerance), key=_surest_first):
        found.setdefault((candidate.customer_id, candidate.pays), candidate)
    return tuple(found.values())[:MOST_CANDIDATES]


def sure(candidates: Sequence[Candidate], threshold: int) -> Candidate | None:
    """The first, if it is sure enough and no other is as sure as it is."""
    if not candidates or candidates[0].confidence < threshold:
        return None
    if len(candidates) > 1 and candidates[1].confidence == candidates[0].confidence:
        return None
    return candidates[0]


def _all(entry: BankEntry, known: KnownItems, tolerance: Tolerance) -> Iterator[Candidate]:
    """Nothing is as sure as what the payer names, and no number as a structured reference."""
    referenced = list(by_reference(entry, known, tolerance))
    numbered = list(_below(referenced, by_number(entry, known, tolerance)))
    yield from (*referenced, *numbered)
    yield from _below([*referenced, *numbered], by_amount(entry, known))
    yield from _below([*referenced, *numbered], longest_due(entry, known))


def _below(named: Sequence[Candidate], others: Iterable[Candidate]) -> Iterator[Candidate]:
    most = max((each.confidence for each in named), default=101) - 1
    for each in others:
        yield each.model_copy(update={"confidence": min(each.confidence, most)})


def _surest_first(candidate: Candidate) -> tuple[object, ...]:
    pays = tuple((each.invoice_id, each.receivable_id) for each in candidate.pays)
    return (-candidate.confidence, _ORDER[candidate.rule], candidate.customer_id, pays)


def _usable(entry: BankEntry, known: KnownItems) -> KnownItems:
    """What is owed to this creditor in this currency, in one order."""

    def usable(items: Sequence[Item]) -> Sequence[Item]:
        wanted = (entry.creditor_id, entry.settles.currency)
        kept = {
            item.receivable_id: item
            for item in items
            if (item.creditor_id, item.balance.currency) == wanted and item.balance.minor_units > 0
        }
        return sorted(kept.values(), key=lambda item: item.age)

    payers = {payer.customer_id: payer for payer in known.payers}
    return KnownItems(
        referenced=usable(known.referenced),
        named=usable(known.named),
        payers=[payers[id] for id in sorted(payers)],
        due={id: usable(items) for id, items in known.due.items()},
    )
