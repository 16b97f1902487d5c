"""What the records of BAI2 say: groups, sums, and payments."""

from datetime import date
from typing import NamedTuple

from recoup_events.kernel.money import LARGEST, Money
from recoup_formats.amounts import known_currency
from recoup_formats.bank.bai2_records import Record
from recoup_formats.bank.statement import (
    Detail,
    Entry,
    EntryState,
    Return,
    Statement,
    reference_or_none,
)
from recoup_formats.codes import Code
from recoup_formats.days import short_day
from recoup_formats.problems import FileRefused

_RETURNED = frozenset(("252", "255", "257", "258", "266", "552", "555", "557", "558", "566", "567"))
"""Types of money that comes back: returned items, cheques and ACH payments, reversals."""
_UPDATE, _CORRECTION = "1", "3"
_INTERIM = ("1", "3")
"""As-of-date modifiers of reports that are not final."""


class Group(NamedTuple):
    on: date
    currency: str
    state: EntryState


def group_of(record: Record) -> Group:
    status = record.field(2)
    if status not in (_UPDATE, _CORRECTION, ""):
        raise record.refusal(f"the group status is {status!r}: a deletion or a test is not taken")
    state = EntryState.PENDING if record.field(6) in _INTERIM else EntryState.BOOKED
    currency = known_currency(record.field(5) or "USD", record.at)
    return Group(short_day(record.field(3), record.at), currency, state)


def summary_of(record: Record) -> dict[str, int]:
    """Balances and sums by type; each may say when the money is available."""
    found: dict[str, int] = {}
    index = 2
    while index < len(record.fields):
        type = record.field(index)
        if type and record.field(index + 1):
            found[type] = found.get(type, 0) + record.integer(index + 1, f"the sum of type {type}")
        index = _after_availability(record, index + 3)
    return found


def _after_availability(record: Record, index: int) -> int:
    """Past the funds type at this index and what it brings along."""
    match record.field(index):
        case "S":
            return index + 4
        case "V":
            return index + 3
        case "D":
            number = record.integer(index + 1, "the number of availabilities")
            if not 0 <= number <= 100:
                raise record.refusal("it has more than 100 availabilities")
            return index + 2 + 2 * number
        case "" | "0" | "1" | "2" | "Z":
            return index + 1
        case other:
            raise record.refusal(f"{other!r} is no type of funds")


def entry_of(record: Record, number: int, group: Group, account: Statement) -> Entry:
    type = record.field(0)
    credit = _is_credit(type, record)
    units = record.integer(1, "the amount")
    if abs(units) > LARGEST:
        raise record.refusal("the amount is larger than any can be")
    assert account.currency is not None, "record 03 or 02 has it"
    amount = Money(minor_units=units if credit else -units, currency=account.currency)
    funds = record.field(2)
    written = record.field(3) if funds == "V" else ""
    value_date = short_day(written, record.at) if written else group.on
    rest = _after_availability(record, 2)
    text = ",".join(record.fields[rest + 2 :]).strip()
    detail = Detail(
        amount=amount,
        end_to_end_id=reference_or_none(record.field(rest + 1)),
        text=" ".join(text.split())[:2000] or None,
        returned=Return() if type in _RETURNED else None,
    )
    return Entry(
        number=number,
        amount=amount,
        state=group.state,
        value_date=value_date,
        booking_date=group.on,
        details=(detail,),
        parts=1,
        reversal=type in _RETURNED,
        bank_reference=reference_or_none(record.field(rest)),
        code=type,
        text=detail.text,
        at=record.at,
    )


def _is_credit(type: str, record: Record) -> bool:
    """By the ranges of BAI2's types."""
    if type.isascii() and type.isdigit() and len(type) == 3:
        if 100 <= int(type) < 400:
            return True
        if 400 <= int(type) < 700:
            return False
    raise FileRefused.because(
        Code.DIRECTION_UNKNOWN,
        f"The type {type!r} is neither a credit (100 to 399) nor a debit (400 to 699). Tell us "
        "what your bank means by it.",
        record.at,
    )
