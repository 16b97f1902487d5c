"""How money that came in is shared out over the terms of invoices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from invoice.allocations.domain.funds import Funds, Share
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_receivables.terms import numbered_term

MOST = 1000
"""Terms that are paid at once."""


class Wish(NamedTuple):
    """Pay this invoice: so much, or (``None``) all that is owed on it; or on one of its terms."""

    invoice_id: InvoiceId
    amount: Money | None
    receivable_id: ReceivableId | None = None
    clearing_document: str | None = None


def wish_of(nth: int, reference: Reference, invoice: Invoice, funds: Funds) -> Wish:
    """What the ``nth`` reference asks for, if these funds can do it."""
    amount = reference.amount
    if funds.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}, the money in {funds.currency}; "
            "refer to invoices in its currency, or keep it on account: a payment by auto_allocate false "
            "without references, a credit note without references.",
            pointer=f"/references/{nth}/invoice",
        )
    if amount is not None and amount.currency != funds.currency:
        raise CurrencyUnacceptable(
            f"The money is in {funds.currency}; allocate it in that currency.",
            pointer=f"/references/{nth}/amount/currency",
        )
    term = _term_of(nth, reference, invoice)
    return Wish(invoice.issued.invoice_id, amount, term, reference.clearing_document)


def _term_of(nth: int, reference: Reference, invoice: Invoice) -> ReceivableId | None:
    if reference.term is None:
        return None
    pointer = f"/references/{nth}/term"
    return numbered_term(invoice.terms, reference.term, invoice.number, pointer).receivable_id


def check_enough(wishes: Sequence[Wish], funds: Funds) -> None:
    asked = total((wish.amount for wish in wishes if wish.amount), funds.currency)
    if funds.unapplied < asked:
        raise ExceedsBalance(
            f"The references ask for {asked} and only {funds.unapplied} are left; "
            "ask for at most that much.",
            pointer="/references",
        )


def allocate(
    available: Money, wishes: Iterable[Wish], invoices: Mapping[InvoiceId, Invoice]
) -> tuple[Share, ...]:
    """Fulfil wishes in order, each up to what is owed and what is left; the rest stays unapplied."""
    given: dict[ReceivableId, Share] = {}
    for wish in wishes:
        invoice = invoices[wish.invoice_id]
        wanted = available if wish.amount is None else min(available, wish.amount)
        for share in _shares(wanted, wish, invoice, given):
            before = given.get(share.receivable_id)
            whole = share.amount if before is None else before.amount + share.amount
            given[share.receivable_id] = share._replace(amount=whole)
            available -= share.amount
    return tuple(given.values())


def _shares(
    wanted: Money, wish: Wish, invoice: Invoice, given: Mapping[ReceivableId, Share]
) -> Iterator[Share]:
    """Of one wish, the terms due first come first."""
    for term in invoice.terms:
        id = term.receivable_id
        if wish.receivable_id not in (None, id):
            continue
        owed = invoice.owed(id)
        if id in given:
            owed -= given[id].amount
        part = min(wanted, owed)
        if part.minor_units > 0:
            share = Share.of(invoice, id, part)
            yield share._replace(clearing_document=wish.clearing_document)
            wanted -= part
