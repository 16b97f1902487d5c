"""A copy of an invoice, or of a charge with the sum that leads to it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from invoice.customers.domain.customer import Customer
from invoice.documents.domain.parties import (
    Parties,
    head_of,
    how_to_pay,
    reference_of,
)
from invoice.documents.domain.words import Words
from invoice.invoices.domain.invoice import Invoice
from recoup_documents.letter import Column, EInvoice, Labelled, Letter, Table
from recoup_events.invoice import ChargeAssessed, Discount, InterestSegment


class Announced(NamedTuple):
    """That interest runs, which the second copy of an invoice says."""

    rate: int
    """A year's, in hundredths of a percent."""
    citation: str


class ChargedFor(NamedTuple):
    """What a charge was charged for, and how it was reckoned."""

    number: str
    assessed: ChargeAssessed


def invoice_copy(
    invoice: Invoice,
    parties: Parties,
    words: Words,
    at: datetime,
    *,
    charged_for: ChargedFor | None = None,
    mark: str | None = None,
    announced: Announced | None = None,
    einvoice: EInvoice | None = None,
) -> Letter:
    """As it stands now: with its corrections, and what was paid."""
    creditor, customer = parties
    heading = f"{words('charge' if charged_for else 'invoice')} {invoice.number}"
    return Letter(
        **head_of(parties, words),
        made_at=at,
        title=heading,
        details=tuple(_details(invoice, customer, words)),
        heading=heading,
        mark=mark,
        paragraphs=tuple(_paragraphs(charged_for, words)),
        tables=tuple(_tables(invoice, charged_for, words)),
        closing=tuple(_closing(invoice, words, announced)),
        how_to_pay=(
            how_to_pay(creditor, invoice.balance, reference_of(invoice), words)
            if invoice.balance
            else None
        ),
        einvoice=einvoice,
    )


def _details(invoice: Invoice, customer: Customer, words: Words) -> Iterator[Labelled]:
    yield Labelled(label=words("number"), value=invoice.number)
    yield Labelled(label=words("issue_date"), value=words.day(invoice.issued.issue_date))
    yield Labelled(label=words("customer"), value=customer.external_id)
    if invoice.purchase_order is not None:
        yield Labelled(label=words("purchase_order"), value=invoice.purchase_order)
    if len(invoice.terms) == 1:
        yield Labelled(label=words("due_date"), value=words.day(invoice.due_date), strong=True)


def _paragraphs(charged_for: ChargedFor | None, words: Words) -> Iterator[str]:
    if charged_for is not None:
        citation = charged_for.assessed.citation
        yield words("charged_for", number=charged_for.number, citation=citation)


def _tables(invoice: Invoice, charged_for: ChargedFor | None, words: Words) -> Iterator[Table]:
    if charged_for is not None and charged_for.assessed.segments:
        yield _reckoned(charged_for.assessed, words)
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    if invoice.lines:
        counted = any(each.quantity is not None for each in invoice.lines)
        columns = (
            Column(title=words("position")),
            Column(title=words("description"), wide=True),
            *([Column(title=words("quantity"), right=True)] if counted else []),
            *(Column(title=words(name), right=True) for name in ("net", "tax", "amount")),
        )
        rows = tuple(
            (
                str(nth),
                each.description,
                *([words.quantity(each.quantity, each.unit)] if counted else []),
                *map(words.money, (each.net, each.tax, each.net + each.tax)),
            )
            for nth, each in enumerate(invoice.lines, start=1)
        )
    else:
        columns = (
            Column(title=words("description"), wide=True),
            Column(title=words("amount"), right=True),
        )
        rows = ((_heading(invoice, charged_for, words), words.money(invoice.total)),)
    yield Table(columns=columns, rows=rows, sums=tuple(_sums(invoice, words)))
    if len(invoice.terms) > 1:
        yield _schedule(invoice, words)


def _heading(invoice: Invoice, charged_for: ChargedFor | None, words: Words) -> str:
    return f"{words('charge' if charged_for else 'invoice')} {invoice.number}"


def _sums(invoice: Invoice, words: Words) -> Iterator[Labelled]:
    for each in invoice.issued.taxes:
        yield Labelled(label=words("tax_of", rate=each.rate), value=words.money(each.tax))
    yield Labelled(label=words("total"), value=words.money(invoice.total), strong=True)
    less = {
        "paid": invoice.paid,
        "credited": invoice.credited,
        "discounted": invoice.discounted,
        "written_off": invoice.written_off,
        "continued": invoice.continued,
    }
    for name, amount in less.items():
        if amount:
            yield Labelled(label=words(name), value=words.money(-amount))
    if any(less.values()):
        yield Labelled(label=words("balance"), value=words.money(invoice.balance), strong=True)


def _schedule(invoice: Invoice, words: Words) -> Table:
    return Table(
        title=words("due_in_terms"),
        columns=(
            Column(title=words("due_date"), wide=True),
            Column(title=words("amount"), right=True),
            Column(title=words("balance"), right=True),
        ),
        rows=tuple(
            (
                words.day(term.due_date),
                words.money(term.amount),
                words.money(invoice.owed(term.receivable_id)),
            )
            for term in invoice.terms
        ),
    )


def _reckoned(assessed: ChargeAssessed, words: Words) -> Table:
    before = assessed.charged_before
    sums = [Labelled(label=words("amount"), value=words.money(assessed.amount + before))]
    if before:
        sums.append(Labelled(label=words("charged_before"), value=words.money(-before)))
    return derivation(assessed.segments, sums, words)


def derivation(
    segments: Iterable[InterestSegment], sums: Iterable[Labelled], words: Words
) -> Table:
    """Each segment as it can be done again by hand."""
    return Table(
        title=words("derivation"),
        columns=(
            Column(title=words("first_day")),
            Column(title=words("last_day")),
            *(Column(title=words(name), right=True) for name in ("days", "owed", "rate")),
            Column(title=words("authority"), wide=True),
        ),
        rows=tuple(
            (
                words.day(each.first_day),
                words.day(each.last_day),
                f"{each.days} / {each.days_in_year}",
                words.money(each.balance),
                words.percent(each.rate),
                each.authority,
            )
            for each in segments
        ),
        sums=tuple(sums),
    )


def _closing(invoice: Invoice, words: Words, announced: Announced | None) -> Iterator[str]:
    if invoice.cancelled:
        yield words("cancelled")
        return
    if not invoice.balance:
        yield words("nothing_owed")
        return
    yield from discounts_left(invoice, words)
    if announced is not None:
        day = words.day(invoice.due_date + timedelta(1))
        rate, citation = words.percent(announced.rate), announced.citation
        yield words("announces_interest", day=day, rate=rate, citation=citation)


def discounts_left(invoice: Invoice, words: Words) -> Iterator[str]:
    """None any more once something was paid or a discount was taken."""
    if not (invoice.paid or invoice.discount):
        yield from (_discount(each, words) for each in invoice.issued.discounts)


def _discount(discount: Discount, words: Words) -> str:
    day = words.day(discount.until)
    if discount.amount is not None:
        return words("discount_amount", amount=words.money(discount.amount), day=day)
    return words("discount_percent", percent=discount.percent or "", day=day)
