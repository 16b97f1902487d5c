"""Bank statements as CSV, by a layout that is declared."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from recoup_events.kernel.money import Money
from recoup_formats.amounts import money_of, short
from recoup_formats.bank.balancing import Account
from recoup_formats.bank.layout import BankCsvLayout
from recoup_formats.bank.statement import (
    Counterparty,
    Detail,
    Entry,
    EntryState,
    Item,
    Statement,
    account_of,
    reference_or_none,
)
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location
from recoup_formats.text import lines

MOST_COLUMNS = 200


def read_bank_csv(chunks: Iterable[bytes], layout: BankCsvLayout) -> Iterator[Item]:
    """The file as one statement, its rows as entries, and its end."""
    rows = _rows(chunks, layout)
    header = next(rows, None)
    if header is None:
        raise FileRefused.because(Code.FORMAT_UNKNOWN, "The file is empty. Send it with a header.")
    table = _Table(layout, [name.strip() for name in header[1]])
    statement = Statement(
        number=1,
        format="bank-csv",
        id=None,
        account=account_of(layout.account_id),
        currency=layout.currency,
        at=Location(1),
    )
    account = Account(statement, must_balance=False, mixed=layout.currency is None)
    yield statement
    before: Money | None = None
    for number, (line, row) in enumerate(rows, start=1):
        at = Location(line=line, row=number)
        try:
            entry = table.entry(row, number, at)
            before = table.checked_balance(row, before, entry, at)
        except FileRefused as refused:
            account.entries += 1
            account.add(*refused.problems)
            continue
        if account.passes(entry):
            yield entry
    yield account.end(None, Location(1))


def _rows(chunks: Iterable[bytes], layout: BankCsvLayout) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with the line it begins on."""
    texts = (text + "\n" for _, text in lines(chunks, layout.encoding))
    reader = csv.reader(texts, delimiter=layout.delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(row) > MOST_COLUMNS:
                    sentence = f"The row has more than {MOST_COLUMNS} columns."
                    raise FileRefused.because(Code.RECORD_INVALID, sentence, Location(line))
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused.because(
            Code.RECORD_INVALID,
            f"The row that begins here cannot be read: {error}. Look for a quotation mark that is "
            "not closed.",
            Location(line),
        ) from None


class _Table:
    """The columns of one file, found by their declared names."""

    def __init__(self, layout: BankCsvLayout, header: list[str]) -> None:
        self._layout = layout
        self._width = len(header)
        missing = [name for name in layout.columns.named.values() if name not in header]
        twice = [name for name in layout.columns.named.values() if header.count(name) > 1]
        if missing or twice:
            what = "not in" if missing else "twice in"
            raise FileRefused.because(
                Code.COLUMN_MISSING,
                f"The columns {', '.join(map(short, missing or twice))} are {what} the header, which "
                f"has {', '.join(map(short, header[:20]))}. Declare the columns of this file.",
                Location(1),
            )
        self._at = {role: header.index(name) for role, name in layout.columns.named.items()}
        self._number, self._day = layout.numbers(), layout.days()

    def entry(self, row: list[str], number: int, at: Location) -> Entry:
        if len(row) != self._width:
            raise FileRefused.because(
                Code.RECORD_INVALID,
                f"The row has {len(row)} columns, and the header {self._width}. Look for a "
                "delimiter that should be quoted.",
                at,
            )
        amount = self._amount(row, at)
        booked = self._dated(row, "booking_date", at)
        if booked is None:
            raise FileRefused.because(Code.MISSING, "The row has no booking date.", at)
        reference = self._cell(row, "reference")
        detail = Detail(
            amount=amount,
            end_to_end_id=reference_or_none(self._cell(row, "end_to_end_id")),
            structured=(reference,) if reference else (),
            text=self._cell(row, "text"),
            counterparty=self._counterparty(row),
        )
        return Entry(
            number=number,
            amount=amount,
            state=EntryState.BOOKED,
            value_date=self._dated(row, "value_date", at) or booked,
            booking_date=booked,
            details=(detail,),
            parts=1,
            bank_reference=reference_or_none(self._cell(row, "bank_reference")),
            text=detail.text,
            at=at,
        )

    def checked_balance(
        self, row: list[str], before: Money | None, entry: Entry, at: Location
    ) -> Money | None:
        """What is on the account after this row, if the bank says it and the rows come to it."""
        written = self._cell(row, "balance")
        if written is None:
            return None
        after = money_of(self._number(written, at), entry.amount.currency, at)
        if before is not None and before + entry.amount != after:
            raise FileRefused.because(
                Code.BALANCE,
                f"The balance before the row is {before}, the row is {entry.amount}, and the balance "
                f"after it {after} instead of {before + entry.amount}. Nothing of the file was "
                "taken; export it again, the oldest row first.",
                at,
            )
        return after

    def _counterparty(self, row: list[str]) -> Counterparty:
        account = self._cell(row, "payer_account")
        return Counterparty(self._cell(row, "payer_name"), account_of(account) if account else None)

    def _cell(self, row: list[str], role: str) -> str | None:
        index = self._at.get(role)
        return None if index is None else " ".join(row[index].split())[:2000] or None

    def _dated(self, row: list[str], role: str, at: Location) -> date | None:
        written = self._cell(row, role)
        return None if written is None else self._day(written, at)

    def _amount(self, row: list[str], at: Location) -> Money:
        currency = self._layout.currency or self._cell(row, "currency") or ""
        if "amount" in self._at:
            number = self._number(self._cell(row, "amount") or "", at)
            return self._directed(row, money_of(number, currency, at), at)
        sides = [self._cell(row, side) for side in ("credit", "debit")]
        if (sides[0] is None) == (sides[1] is None):
            raise FileRefused.because(
                Code.DIRECTION_UNKNOWN,
                "The row must have an amount in the column of credits or in that of debits.",
                at,
            )
        amount = money_of(self._number(sides[0] or sides[1] or "", at), currency, at)
        return amount if sides[0] is not None else _unsigned(-amount, above=False)

    def _directed(self, row: list[str], amount: Money, at: Location) -> Money:
        if "direction" not in self._at:
            return amount
        word = self._cell(row, "direction") or ""
        if amount.minor_units < 0 and not self._layout.unsigned:
            raise FileRefused.because(
                Code.DIRECTION_UNKNOWN,
                f"The amount {amount} has a sign, and the direction is {short(word)}. If the sign "
                "means nothing, declare the amounts as unsigned.",
                at,
            )
        if word in self._layout.credit_words:
            return _unsigned(amount, above=True)
        if word in self._layout.debit_words:
            return _unsigned(amount, above=False)
        raise FileRefused.because(
            Code.DIRECTION_UNKNOWN,
            f"{short(word)} is declared neither as credit nor as debit. Declare what it means.",
            at,
        )


def _unsigned(amount: Money, *, above: bool) -> Money:
    units = abs(amount.minor_units)
    return amount.model_copy(update={"minor_units": units if above else -units})
