"""The fields of an MT940, with their lines, and what an entry and a balance say."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from recoup_events.kernel.money import Money
from recoup_formats.amounts import LONGEST, money_of, short
from recoup_formats.bank.mt940_details import BATCH, details_of
from recoup_formats.bank.statement import (
    Balance,
    Entry,
    EntryState,
    Return,
    reference_or_none,
)
from recoup_formats.codes import Code
from recoup_formats.days import day_of, short_day
from recoup_formats.problems import FileRefused, Location

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)", re.DOTALL)
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4})?(?P<mark>E[CD]|R?[CD])(?P<funds>[A-Z])?"
    r"(?P<amount>[0-9]{1,15},[0-9]{0,6})(?P<type>[A-Z][A-Z0-9]{3})(?P<rest>.*)",
    re.DOTALL,
)
_BALANCE = re.compile(r"(?P<mark>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})(?P<amount>[0-9,]+)")
_AMOUNT = re.compile(r"[0-9]{1,15},[0-9]{0,6}")
_MOST_LINES = 40
"""Of one field."""


class Field(NamedTuple):
    tag: str
    text: str
    line: int

    @property
    def at(self) -> Location:
        return Location(self.line)


class _Open:
    """The field that is being read: it may go on in the lines below."""

    def __init__(self, tag: str, first: str, line: int) -> None:
        self.tag = tag
        self.line = line
        self._lines = [first]

    def goes_on(self, text: str, line: int) -> None:
        if self.tag == "-":
            return
        if len(self._lines) >= _MOST_LINES:
            sentence = f"Field :{self.tag}: has more than {_MOST_LINES} lines."
            raise FileRefused.because(Code.RECORD_INVALID, sentence, Location(line))
        self._lines.append(text)

    @property
    def field(self) -> Field:
        return Field(self.tag, "\n".join(self._lines), self.line)


def fields(numbered: Iterable[tuple[int, str]]) -> Iterator[Field]:
    """Each with its lines; a line with a dash ends a page."""
    here: _Open | None = None
    for number, line in numbered:
        begins = _begun(line, number)
        if begins is None and here is not None:
            here.goes_on(line, number)
        elif begins is None:
            if line.strip() and line[0] not in "{\x01":  # the blocks around a message
                raise no_statement(number)
        else:
            if here is not None:
                yield here.field
            here = begins
    if here is not None:
        yield here.field


def _begun(line: str, number: int) -> _Open | None:
    tag = _TAG.match(line)
    if tag is not None:
        return _Open(tag[1], tag[2], number)
    return _Open("-", "", number) if line.strip() in ("-", "-}") else None


def no_statement(line: int) -> FileRefused:
    return FileRefused.because(
        Code.FORMAT_UNKNOWN,
        "This is no MT940: a statement begins with :20:. Send the file as the bank wrote it.",
        Location(line),
    )


def one_line(text: str) -> str | None:
    return " ".join(text.split()) or None


def balance_or_problem(field: Field) -> tuple[Balance | None, FileRefused | None]:
    try:
        return _balance(field), None
    except FileRefused as refused:
        return None, refused


def _balance(field: Field) -> Balance:
    read = _BALANCE.fullmatch(field.text.strip())
    if read is None:
        sentence = (
            f"The balance :{field.tag}:{short(field.text)} is not of the form C260131EUR1234,56."
        )
        raise FileRefused.because(Code.RECORD_INVALID, sentence, field.at)
    amount = _money(read["amount"], read["currency"], field.at)
    day = short_day(read["day"], field.at)
    return Balance(amount if read["mark"] == "C" else -amount, day)


def _money(text: str, currency: str, at: Location) -> Money:
    if len(text) > LONGEST or not _AMOUNT.fullmatch(text):
        raise FileRefused.because(
            Code.AMOUNT_INVALID, f"{short(text)} is no amount of MT940, such as 1234,56.", at
        )
    return money_of(Decimal(text.replace(",", ".")), currency, at)


def entry_of(field: Field, text: str, number: int, currency: str) -> Entry:
    first, _, below = field.text.partition("\n")
    read = _LINE.fullmatch(first)
    if read is None:
        raise FileRefused.because(
            Code.RECORD_INVALID,
            f"The entry :61:{short(first)} is not of the form 2601310131C1234,56NTRFREFERENCE.",
            field.at,
        )
    value_date = short_day(read["value"], field.at)
    mark = read["mark"]
    amount = _money(read["amount"], currency, field.at)
    if mark in ("D", "RC", "ED"):
        amount = -amount
    detail, gvc = details_of(text, amount)
    customers, _, banks = read["rest"].partition("//")
    if detail.end_to_end_id is None:
        detail = detail._replace(end_to_end_id=_stated(customers))
    if detail.text is None:
        detail = detail._replace(text=one_line(below))
    if detail.returned is None and (mark in ("RC", "RD") or read["type"][1:] == "RTI"):
        detail = detail._replace(returned=Return())
    return Entry(
        number=number,
        amount=amount,
        state=EntryState.PENDING if mark[0] == "E" else EntryState.BOOKED,
        value_date=value_date,
        booking_date=_booked_on(read["entry"], value_date, field.at),
        details=(detail,),
        parts=2 if gvc in BATCH else 1,
        reversal=mark[0] == "R",
        bank_reference=reference_or_none(banks),
        code=gvc or read["type"],
        text=one_line(below),
        at=field.at,
    )


def _stated(reference: str) -> str | None:
    """KREF+ says that the reference stands in field 86."""
    return None if reference.startswith("KREF+") else reference_or_none(reference)


def _booked_on(written: str | None, value_date: date, at: Location) -> date:
    """Month and day, in the year in which it is nearest to the value date."""
    if written is None:
        return value_date
    month, day = int(written[:2]), int(written[2:])
    years = (value_date.year - 1, value_date.year, value_date.year + 1)
    near = [year for year in years if not (month == 2 and day == 29 and year % 4)]
    if not near:
        near = [value_date.year]
    days = [day_of(year, month, day, written, at) for year in near]
    return min(days, key=lambda each: abs((each - value_date).days))
