"""What whoever looks at a receipt should know, in sentences."""

from collections.abc import Iterator

from invoice.invoices.domain.payment_reference import WrongReference, checked
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems


def hints(entry: BankEntry, known: KnownItems) -> tuple[str, ...]:
    """In the order in which they are worth reading; each once."""
    return tuple(dict.fromkeys((*_reference(entry, known), *_named(entry, known))))


def _reference(entry: BankEntry, known: KnownItems) -> Iterator[str]:
    reference = entry.structured_reference
    if reference is None:
        return
    try:
        checked(reference)
    except WrongReference as wrong:
        yield f"The structured reference is mistyped: {wrong}."
    else:
        if not known.referenced:
            yield f"No invoice of the creditor has the structured reference {reference}."


def _named(entry: BankEntry, known: KnownItems) -> Iterator[str]:
    currency = entry.settles.currency
    for item in sorted((*known.referenced, *known.named), key=lambda item: item.age):
        if not item.balance:
            yield f"Nothing is owed any more on a term of invoice {item.number}."
        elif item.balance.currency != currency:
            yield _foreign(item, currency)


def _foreign(item: Item, currency: str) -> str:
    return (
        f"Invoice {item.number} is in {item.balance.currency} and the money in {currency}: it settles that "
        "only by a stated rate; accept it with an exchange."
    )
