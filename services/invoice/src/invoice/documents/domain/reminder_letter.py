"""What a message asks for, as a letter on the creditor's paper: the same items in the same figures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from invoice.documents.domain.parties import (
    Parties,
    head_of,
    how_to_pay,
    reference_of,
)
from invoice.documents.domain.words import Words
from invoice.invoices.domain.invoice import Invoice
from recoup_documents.letter import Column, Labelled, Letter, Table
from recoup_events.kernel.money import Money, total
from recoup_events.notification import DocumentedItem

FIRM: Final = 2
"""The level from which on a letter about what is overdue is firmer."""


class Asked(NamedTuple):
    item: DocumentedItem
    invoice: Invoice

    @property
    def due_date(self) -> date:
        return self.invoice.term(self.item.receivable_id).due_date


def reminder_letter(
    asked: Sequence[Asked], level: int, as_of: date, parties: Parties, words: Words, at: datetime
) -> Letter:
    """The oldest first; it claims nothing but what is due, and since when."""
    creditor, customer = parties
    kind = _kind(asked, level, as_of)
    amount = total((each.item.amount for each in asked), asked[0].item.amount.currency)
    only = asked[0].invoice if len({each.invoice.number for each in asked}) == 1 else None
    reference = customer.external_id if only is None else reference_of(only)
    return Letter(
        **head_of(parties, words),
        made_at=at,
        title=f"{words(kind)} {as_of}",
        details=(
            Labelled(label=words("date"), value=words.day(as_of)),
            Labelled(label=words("customer"), value=customer.external_id),
            Labelled(label=words("to_be_paid"), value=words.money(amount), strong=True),
        ),
        heading=words(kind),
        paragraphs=(words(f"{kind}_text"),),
        tables=(_table(asked, amount, words),),
        closing=(words("paid_meanwhile"),),
        how_to_pay=how_to_pay(creditor, amount, reference, words),
    )


def _kind(asked: Sequence[Asked], level: int, as_of: date) -> str:
    if all(each.due_date >= as_of for each in asked):
        return "letter_upcoming"
    return "letter_overdue" if level >= FIRM else "letter_reminder"


def _table(asked: Sequence[Asked], amount: Money, words: Words) -> Table:
    return Table(
        columns=(
            Column(title=words("document"), wide=True),
            *(Column(title=words(name), right=True) for name in ("issue_date", "due_date")),
            *(Column(title=words(name), right=True) for name in ("owed", "to_be_paid")),
        ),
        rows=tuple(
            (
                words.kind(
                    "charge" if each.invoice.issued.charge else "invoice", each.invoice.number
                ),
                words.day(each.invoice.issued.issue_date),
                words.day(each.due_date),
                words.money(each.item.balance),
                words.money(each.item.amount),
            )
            for each in asked
        ),
        sums=(Labelled(label=words("to_be_paid"), value=words.money(amount), strong=True),),
    )
