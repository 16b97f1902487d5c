"""Which slices a plan covers: parts of what is owed, that no other plan covers."""

from collections.abc import Mapping, Sequence

from payment_plan.plans.domain.commands import Covered
from payment_plan.plans.domain.errors import (
    CurrencyUnacceptable,
    InvoiceCovered,
    SliceUnacceptable,
    UnknownInvoice,
)
from payment_plan.plans.domain.invoice import Invoice
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import total
from recoup_events.kernel.slices import Slice, first_of
from recoup_receivables.terms import numbered_term


def covered_slices(
    covered: Sequence[Covered], invoices: Mapping[InvoiceId, Invoice]
) -> tuple[Slice, ...]:
    """Of each term one, the soonest due first where none was named."""
    found: list[Slice] = []
    seen: set[ReceivableId] = set()
    for i, each in enumerate(covered):
        slices = _slices(each, invoices[each.invoice_id], f"/slices/{i}")
        for slice in slices:
            if slice.receivable_id in seen:
                raise SliceUnacceptable(
                    f"Invoice {each.invoice_id} is named twice; send one slice of it, or one of "
                    "each of its terms.",
                    pointer=f"/slices/{i}",
                )
            seen.add(slice.receivable_id)
        found.extend(slices)
    return tuple(found)


def as_covered(slice: Slice, known: Invoice) -> Covered:
    """By the number of its term."""
    number = list(known.balances).index(slice.receivable_id) + 1
    return Covered(invoice_id=slice.invoice_id, amount=slice.amount, term=number)


def _slices(covered: Covered, known: Invoice, pointer: str) -> tuple[Slice, ...]:
    open = _open(covered, known, pointer)
    currency = open[0].amount.currency
    if covered.amount.currency != currency:
        raise CurrencyUnacceptable(
            f"Invoice {covered.invoice_id} is in {currency}; send its slice in that.",
            pointer=f"{pointer}/amount/currency",
        )
    slices = first_of(open, covered.amount)
    for slice in slices or open:
        if slice.receivable_id in known.plans:
            raise InvoiceCovered(
                f"Plan {known.plans[slice.receivable_id]} runs over invoice {covered.invoice_id}; "
                "cancel it first, or leave the invoice out.",
                pointer=pointer,
            )
    owed = total((slice.amount for slice in open), currency)
    if owed < covered.amount:
        raise SliceUnacceptable(
            f"{owed} is owed on invoice {covered.invoice_id}; send at most that much.",
            pointer=f"{pointer}/amount/amount",
        )
    return slices


def _open(covered: Covered, known: Invoice, pointer: str) -> Sequence[Slice]:
    open = list(known.open)
    if not open:
        raise UnknownInvoice(
            f"No invoice {covered.invoice_id} of this customer has arrived here; check that both "
            "belong together, and if it has just been issued, send this again in a few seconds.",
            pointer=pointer,
        )
    if known.continued_by is not None:
        raise SliceUnacceptable(
            f"Invoice {covered.invoice_id} is asked for on {known.continued_by}, which continues it; "
            "agree a plan over that one.",
            pointer=pointer,
        )
    if covered.term is None:
        return open
    return [numbered_term(open, covered.term, covered.invoice_id, f"{pointer}/term")]
