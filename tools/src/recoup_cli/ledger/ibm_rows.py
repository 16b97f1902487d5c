"""Reads the file of IBM's late-payment sample, and says which cell is wrong when one is."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money

CURRENCY = "USD"
"""The file names no currency; one for all makes its total add up."""
COLUMNS = (
    "countryCode",
    "customerID",
    "PaperlessDate",
    "invoiceNumber",
    "InvoiceDate",
    "DueDate",
    "InvoiceAmount",
    "Disputed",
    "SettledDate",
    "PaperlessBill",
    "DaysToSettle",
    "DaysLate",
)


class UnreadableLedger(ValueError):
    """The file is not what it should be; the message names the place and what belongs there."""


def _day(text: str) -> date:
    try:
        month, day, year = map(int, text.split("/"))
        return date(year, month, day)
    except ValueError as error:
        raise ValueError("expected a date such as 1/31/2013") from error


def _amount(text: str) -> Money:
    amount = Money.parse(text, CURRENCY)
    if amount <= Money.zero(CURRENCY):
        raise ValueError("expected an amount above zero")
    return amount


Day = Annotated[date, BeforeValidator(_day)]


class Row(Value):
    """One invoice of the sample; how it was billed and the counts of days are not needed."""

    country_code: Literal["391", "406", "770", "818", "897"] = Field(alias="countryCode")
    customer: str = Field(alias="customerID", min_length=1)
    invoice: str = Field(alias="invoiceNumber", min_length=1)
    issued: Day = Field(alias="InvoiceDate")
    due: Day = Field(alias="DueDate")
    amount: Annotated[Money, BeforeValidator(_amount)] = Field(alias="InvoiceAmount")
    disputed: Literal["Yes", "No"] = Field(alias="Disputed")
    settled: Day = Field(alias="SettledDate")

    @field_validator("due", "settled")
    @classmethod
    def _not_before_issue(cls, day: date, info: ValidationInfo) -> date:
        issued = info.data.get("issued")
        if issued is not None and day < issued:
            raise ValueError(f"expected a date not before InvoiceDate, {issued}")
        return day


def read(path: Path) -> tuple[Row, ...]:
    """Every row of the file, or ``UnreadableLedger``."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return tuple(rows(file))


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """Every row after the header; rows are numbered as a spreadsheet shows them."""
    reader = csv.reader(lines)
    header = tuple(next(reader, ()))
    if header != COLUMNS:
        raise UnreadableLedger(
            f"row 1: expected the columns {','.join(COLUMNS)}; found {','.join(header)!r}"
        )
    countries: dict[str, str] = {}
    invoices: set[str] = set()
    for number, cells in enumerate(reader, start=2):
        row = _row(number, cells)
        country = countries.setdefault(row.customer, row.country_code)
        if row.country_code != country:
            expected = f"expected {country}, as before for customer {row.customer}"
            raise _wrong(number, "countryCode", expected, row.country_code)
        if row.invoice in invoices:
            raise _wrong(number, "invoiceNumber", "expected a number used once", row.invoice)
        invoices.add(row.invoice)
        yield row


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise UnreadableLedger(f"row {number}: expected {len(COLUMNS)} cells; found {len(cells)}")
    try:
        return Row.model_validate(dict(zip(COLUMNS, cells, strict=True)))
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0])
        expected = first["msg"].removeprefix("Value error, ")
        raise _wrong(number, column, expected, first["input"]) from error


def _wrong(number: int, column: str, expected: str, found: str) -> UnreadableLedger:
    return UnreadableLedger(f"row {number}, {column}: {expected}; found {found!r}")
