"""What somebody declares of a bank's CSV: its columns and how it writes numbers and days.

Nothing of it is found out by looking: 01/02/2026 and 1,234 mean two things each.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import LARGEST, Currency
from recoup_formats.amounts import LONGEST, short
from recoup_formats.codes import Code
from recoup_formats.days import day_of
from recoup_formats.problems import FileRefused, Location

Column = Annotated[str, Field(min_length=1, max_length=200)]
DateFormat = Literal[
    "YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "YYYYMMDD",
    "DD.MM.YY", "DD/MM/YY", "MM/DD/YY",
]  # fmt: skip
_PARTS = {"YYYY": r"(?P<y>[0-9]{4})", "YY": r"(?P<y>[0-9]{2})", "MM": r"(?P<m>[0-9]{1,2})"}


class Columns(Value):
    """The names in the header. Of the amount: one signed, one beside a direction, or two."""

    booking_date: Column
    value_date: Column | None = None
    amount: Column | None = None
    direction: Column | None = None
    credit: Column | None = None
    debit: Column | None = None
    currency: Column | None = None
    balance: Column | None = None
    """What is on the account after the row: then every row is checked."""
    text: Column | None = None
    reference: Column | None = None
    end_to_end_id: Column | None = None
    bank_reference: Column | None = None
    payer_name: Column | None = None
    payer_account: Column | None = None

    @property
    def named(self) -> Mapping[str, str]:
        return {name: column for name, column in self if column is not None}


class BankCsvLayout(Value):
    """A bank's CSV."""

    columns: Columns
    date_format: DateFormat
    decimal: Literal[".", ","]
    grouping: Literal["", ",", ".", " ", "'"] = ""
    """What stands between thousands, if anything does."""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    encoding: Literal["utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "utf-16"] = (
        "utf-8"
    )
    account_id: Annotated[str, Field(min_length=1, max_length=200)]
    """Which account it is of, as the file does not say it."""
    currency: Currency | None = None
    """Of the account; a column may say it instead."""
    credit_words: tuple[str, ...] = ()
    debit_words: tuple[str, ...] = ()
    """What the column of the direction says."""
    unsigned: bool = False
    """A sign before the amount means nothing, as the direction says it."""

    @model_validator(mode="after")
    def _says_the_amount(self) -> Self:
        columns = self.columns
        pair = (columns.credit is not None, columns.debit is not None)
        if (columns.amount is None) != all(pair) or (any(pair) and not all(pair)):
            raise ValueError("declare the column amount, or the columns credit and debit")
        if columns.direction is not None and not (self.credit_words and self.debit_words):
            raise ValueError("declare what the column direction says: credit_words and debit_words")
        if set(self.credit_words) & set(self.debit_words):
            raise ValueError("a word means either credit or debit")
        if (self.currency is None) == (columns.currency is None):
            raise ValueError("declare the currency, or the column that says it")
        if columns.currency is not None and columns.balance is not None:
            raise ValueError("a balance is of one currency: declare the currency, not a column")
        if self.decimal == self.grouping:
            raise ValueError("decimal and grouping are not the same sign")
        return self

    def numbers(self) -> Callable[[str, Location], Decimal]:
        """Reads an amount as it is declared, and nothing that it could be else."""
        group = re.escape(self.grouping)
        whole = rf"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)" if group else "[0-9]+"
        pattern = re.compile(rf"[+-]?{whole}(?:{re.escape(self.decimal)}[0-9]+)?")

        def read(text: str, at: Location) -> Decimal:
            if len(text) > LONGEST or not pattern.fullmatch(text):
                raise FileRefused.because(
                    Code.AMOUNT_INVALID,
                    f"{short(text)} is no number with {self.decimal!r} before its decimals and "
                    f"{self.grouping or 'nothing'!r} between thousands. Declare how the bank writes "
                    "it.",
                    at,
                )
            plain = text.replace(self.grouping, "") if self.grouping else text
            number = Decimal(plain.replace(self.decimal, "."))
            if abs(number) >= LARGEST:
                raise FileRefused.because(
                    Code.AMOUNT_INVALID, f"{short(text)} is larger than any amount can be.", at
                )
            return number

        return read

    def days(self) -> Callable[[str, Location], date]:
        pattern = _pattern_of(self.date_format)

        def read(text: str, at: Location) -> date:
            found = pattern.fullmatch(text)
            if found is None:
                raise FileRefused.because(
                    Code.DAY_INVALID,
                    f"{short(text)} is no day of the form {self.date_format}. Declare the form.",
                    at,
                )
            year = int(found["y"])
            return day_of(
                year + 2000 if len(found["y"]) == 2 else year,
                int(found["m"]),
                int(found["d"]),
                text,
                at,
            )

        return read


def _pattern_of(form: str) -> re.Pattern[str]:
    parts = {**_PARTS, "DD": r"(?P<d>[0-9]{1,2})"}
    if form == "YYYYMMDD":
        parts |= {"MM": r"(?P<m>[0-9]{2})", "DD": r"(?P<d>[0-9]{2})"}
    pieces = re.findall("YYYY|YY|MM|DD|[^YMD]", form)
    return re.compile("".join(parts.get(piece, re.escape(piece)) for piece in pieces))
