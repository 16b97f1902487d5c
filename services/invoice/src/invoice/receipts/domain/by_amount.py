"""Where nothing is named: what of a known payer's debts is over just this amount, or is longest due."""

from collections.abc import Iterator, Sequence

from invoice.receipts.domain import confidence
from invoice.receipts.domain.by_name import candidate
from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems, KnownPayer
from invoice.receipts.domain.sums import adding_up

MOST_SUMS = 3
"""That are shown where several come to the amount."""


def by_amount(entry: BankEntry, known: KnownItems) -> Iterator[Candidate]:
    """Of each payer that is known: one receivable, else several together."""
    for payer in known.payers:
        items = [item for item in known.due.get(payer.customer_id, ()) if _uncontested(item)]
        exactly = [item for item in items if item.free == entry.settles]
        if exactly:
            sure = _sure(known, payer, confidence.AMOUNT_OF_ACCOUNT, confidence.AMOUNT_OF_NAME)
            reason = _one(entry, payer, len(exactly))
            yield _of(entry, payer, Rule.AMOUNT, sure, reason, exactly[:1])
        else:
            yield from _sums(entry, known, payer, items)


def _sums(
    entry: BankEntry, known: KnownItems, payer: KnownPayer, items: Sequence[Item]
) -> Iterator[Candidate]:
    found = adding_up(items, entry.settles.minor_units)
    sure = _sure(known, payer, confidence.SUM_OF_ACCOUNT, confidence.SUM_OF_NAME)
    if len(found) > 1:
        sure = min(sure, confidence.SEVERAL_SUMS)
    for chosen in found[:MOST_SUMS]:
        others = "" if len(found) == 1 else " Others would, too."
        reason = (
            f"{_known(payer)}, and {len(chosen)} of its receivables together come to just "
            f"{entry.settles}.{others}"
        )
        yield _of(entry, payer, Rule.SUM, sure, reason, chosen)


def longest_due(entry: BankEntry, known: KnownItems) -> Iterator[Candidate]:
    """What money without a name pays, in its creditor's order."""
    for payer in known.payers:
        of_account, of_name = (
            confidence.LONGEST_DUE_OF_ACCOUNT,
            confidence.LONGEST_DUE_OF_NAME,
        )
        yield Candidate(
            customer_id=payer.customer_id,
            rule=Rule.LONGEST_DUE,
            confidence=_sure(known, payer, of_account, of_name),
            reason=f"{_known(payer)}, and nothing that is owed is named or over just this amount: what is "
            "longest due and uncontested would be paid.",
            left=entry.settles,
        )


def _of(
    entry: BankEntry,
    payer: KnownPayer,
    rule: Rule,
    sure: int,
    reason: str,
    items: Sequence[Item],
) -> Candidate:
    found = candidate(entry, KnownItems(), rule, sure, reason, items)
    return found.model_copy(update={"customer_id": payer.customer_id})


def _uncontested(item: Item) -> bool:
    return bool(item.free) and item.free == item.balance


def _sure(known: KnownItems, payer: KnownPayer, by_account: int, by_name: int) -> int:
    sure = by_account if payer.by_account else by_name
    alike = sum(each.by_account == payer.by_account for each in known.payers)
    return sure if alike == 1 else min(sure, confidence.SHARED_PAYER)


def _known(payer: KnownPayer) -> str:
    if payer.by_account:
        return "The customer has paid from this account before"
    return "The customer is called like the payer"


def _one(entry: BankEntry, payer: KnownPayer, count: int) -> str:
    which = "one of its receivables is" if count == 1 else "of several of its receivables this is"
    oldest = "" if count == 1 else "the longest due that is "
    return f"{_known(payer)}, and {which} {oldest}over just {entry.settles}."
