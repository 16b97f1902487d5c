"""The interest on an invoice, as a sum that can be done again by hand."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from invoice.documents.domain.invoice_copy import derivation
from invoice.documents.domain.parties import Parties, head_of
from invoice.documents.domain.words import Words
from invoice.interest.domain.accruing import TermInterest, segments_of
from invoice.invoices.domain.invoice import Invoice
from recoup_compliance.interest.law import Law
from recoup_documents.letter import Labelled, Letter, Table
from recoup_events.kernel.money import total


def interest_sum(
    invoice: Invoice,
    found: Sequence[TermInterest],
    law: Law,
    until: date,
    parties: Parties,
    words: Words,
    at: datetime,
) -> Letter:
    """It informs: charged is what a document of its own asks for."""
    heading = words("interest_of", number=invoice.number)
    whole = words.money(total((each.interest.amount for each in found), invoice.currency))
    return Letter(
        **head_of(parties, words),
        made_at=at,
        title=heading,
        details=(
            Labelled(label=words("customer"), value=parties.customer.external_id),
            Labelled(label=words("as_of"), value=words.day(until), strong=True),
        ),
        heading=heading,
        paragraphs=(
            words("interest_runs", amount=whole, day=words.day(until), citation=law.citation),
        ),
        tables=tuple(_tables(found, words)),
        closing=(words("interest_informs"),),
    )


def _tables(found: Sequence[TermInterest], words: Words) -> Iterator[Table]:
    for each in found:
        sums = (Labelled(label=words("amount"), value=words.money(each.interest.amount)),)
        yield derivation(segments_of(each.interest), sums, words)
