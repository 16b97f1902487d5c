"""Of what an offer is made: parts of terms that are owed, contested by nobody and in no plan."""

from collections.abc import Iterator, Mapping, Sequence

from payment_plan.offers.domain.asking import Ask, Part
from payment_plan.offers.domain.errors import NothingToOffer
from payment_plan.plans.domain.errors import (
    CurrencyUnacceptable,
    SliceUnacceptable,
    UnknownInvoice,
)
from payment_plan.plans.domain.invoice import Invoice
from payment_plan.plans.domain.open_items import OpenItem
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice, first_of
from recoup_events.payment_plan import OfferedSlice
from recoup_receivables.terms import numbered_term

Items = Mapping[ReceivableId, OpenItem]


def all_that_is_free(ask: Ask, items: Items) -> tuple[OfferedSlice, ...]:
    """The longest due first, owed to one creditor."""
    creditors = {item.creditor_id for item in items.values()}
    if len(creditors) > 1:
        raise SliceUnacceptable(
            "Something is owed to several creditors; name one of them, and make an offer for each.",
            pointer="/creditor",
        )
    free = [_slice(item, item.chased) for item in items.values()]
    currencies = sorted({slice.amount.currency for slice in free})
    if ask.currency is None and len(currencies) > 1:
        raise CurrencyUnacceptable(
            f"Something is owed in {', '.join(currencies)}; name one of them, and make an offer in each.",
            pointer="/currency",
        )
    found = tuple(slice for slice in free if ask.currency in (None, slice.amount.currency))
    if not found:
        raise NothingToOffer(
            "Nothing is owed here that is neither contested nor in a plan. If an invoice has just been "
            "issued, send this again in a few seconds."
        )
    return found


def chosen(
    parts: Sequence[Part], ask: Ask, invoices: Mapping[InvoiceId, Invoice], items: Items
) -> tuple[OfferedSlice, ...]:
    """What was named, of one currency and owed to the creditor."""
    found: list[OfferedSlice] = []
    for place, part in enumerate(parts):
        pointer = f"/slices/{place}"
        known = _known(part, invoices, pointer)
        first = ask.creditor_id or invoices[parts[0].invoice_id].creditor_id
        if known.creditor_id != first:
            raise SliceUnacceptable(
                f"Invoice {part.invoice_id} is owed to another creditor; make an offer for each of them.",
                pointer=pointer,
            )
        slices = list(_of(part, known, items, pointer))
        if {each.receivable_id for each in found} & {each.receivable_id for each in slices}:
            raise SliceUnacceptable(
                f"Invoice {part.invoice_id} is named twice; send one slice of it, or one of each of its "
                "terms.",
                pointer=pointer,
            )
        found += slices
        currency = ask.currency or found[0].amount.currency
        if slices[0].amount.currency != currency:
            raise CurrencyUnacceptable(
                f"This slice is in {slices[0].amount.currency} and the offer in {currency}; make one offer "
                "per currency.",
                pointer=pointer,
            )
    return tuple(found)


def _known(part: Part, invoices: Mapping[InvoiceId, Invoice], pointer: str) -> Invoice:
    known = invoices[part.invoice_id]
    if not known.balances:
        raise UnknownInvoice(
            f"No invoice {part.invoice_id} of this customer has arrived here; check that both belong "
            "together, and if it has just been issued, send this again in a few seconds.",
            pointer=pointer,
        )
    return known


def _of(part: Part, known: Invoice, items: Items, pointer: str) -> Iterator[OfferedSlice]:
    terms = list(known.balances)
    if part.term is not None:
        terms = [numbered_term(terms, part.term, part.invoice_id, f"{pointer}/term")]
    free = [_slice(items[id], items[id].chased) for id in terms if items[id].chased]
    currency = known.balances[terms[0]].currency
    whole = total((slice.amount for slice in free), currency)
    amount = whole if part.amount is None else part.amount
    if amount.currency != currency:
        raise CurrencyUnacceptable(
            f"Invoice {part.invoice_id} is in {currency}; send its slice in that.",
            pointer=f"{pointer}/amount/currency",
        )
    if whole < amount or not amount:
        raise SliceUnacceptable(
            f"{whole} of invoice {part.invoice_id} is owed, contested by nobody and in no plan; send at "
            "most that much, or leave the invoice out.",
            pointer=pointer,
        )
    by_term = {slice.receivable_id: slice for slice in free}
    for first in first_of(free, amount):
        yield by_term[first.receivable_id].model_copy(update={"amount": first.amount})


def _slice(item: OpenItem, amount: Money) -> OfferedSlice:
    return OfferedSlice(
        invoice_id=item.invoice_id,
        receivable_id=item.receivable_id,
        amount=amount,
        due_date=item.due_date,
    )


def outdated(slices: Sequence[Slice], items: Items) -> InvoiceId | None:
    """An invoice of which less is free than was offered."""
    for slice in slices:
        item = items[slice.receivable_id]
        if item.balance is None or item.chased < slice.amount:
            return slice.invoice_id
    return None
