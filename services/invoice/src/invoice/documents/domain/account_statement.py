"""A statement of account: what was owed before, what moved, and what is owed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from invoice.documents.domain.parties import (
    Parties,
    head_of,
    how_to_pay,
)
from invoice.documents.domain.words import Words
from recoup_documents.letter import Column, Labelled, Letter, Table
from recoup_events.kernel.money import Money

Row = Mapping[str, Any]


class Period(NamedTuple):
    first_day: date | None
    last_day: date
    opening: Money
    """Owed before it."""
    balance: Money
    """Owed at its end; below zero is money on account."""


def account_statement(
    period: Period, entries: Sequence[Row], parties: Parties, words: Words, at: datetime
) -> Letter:
    """``entries`` as the statement lists them, the oldest first."""
    creditor, customer = parties
    heading = words("statement")
    owed = period.balance
    return Letter(
        **head_of(parties, words),
        made_at=at,
        title=f"{heading} {customer.external_id} {period.last_day}",
        details=tuple(_details(period, customer.external_id, words)),
        heading=heading,
        tables=(_table(period, entries, words),),
        how_to_pay=(
            how_to_pay(creditor, owed, customer.external_id, words)
            if owed.minor_units > 0
            else None
        ),
    )


def _details(period: Period, customer: str, words: Words) -> Iterator[Labelled]:
    yield Labelled(label=words("customer"), value=customer)
    if period.first_day is not None:
        yield Labelled(label=words("from_date"), value=words.day(period.first_day))
    yield Labelled(label=words("as_of"), value=words.day(period.last_day), strong=True)


def _table(period: Period, entries: Sequence[Row], words: Words) -> Table:
    opening = ("", words("opening"), "", words.money(period.opening))
    owed = period.balance
    label = words("on_account" if owed.minor_units < 0 else "balance")
    return Table(
        columns=(
            Column(title=words("date")),
            Column(title=words("document"), wide=True),
            Column(title=words("movement"), right=True),
            Column(title=words("running_balance"), right=True),
        ),
        rows=(
            *([opening] if period.opening else []),
            *(_row(each, owed.currency, words) for each in entries),
        ),
        sums=(Labelled(label=label, value=words.money(max(owed, -owed)), strong=True),),
    )


def _row(entry: Row, currency: str, words: Words) -> tuple[str, ...]:
    amount, balance = (
        Money(minor_units=int(entry[name]), currency=currency) for name in ("amount", "balance")
    )
    return (
        words.day(entry["effective_on"]),
        words.kind(entry["kind"], entry["reference"]),
        words.money(amount),
        words.money(balance),
    )
