"""The files of a ledger: which columns they have, and what a line of each is to the API."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

Cells = Mapping[str, str]
Body = dict[str, Any]


class UnreadableFile(ValueError):
    """The file is not what it should be; the message names it and what belongs there."""


class Wrong(ValueError):
    """One line cannot be sent."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """As an editor or a spreadsheet shows it; the header is the first."""
    body: Body | None
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One file, and the collection its lines become."""

    collection: str
    needed: Sequence[str]
    optional: Sequence[str]
    body_of: Callable[[Cells, str], Body]

    @property
    def file_name(self) -> str:
        return f"{self.collection}.csv"


def _customer(cells: Cells, _creditor: str) -> Body:
    body: Body = {name: cells[name] for name in CUSTOMERS.needed}
    if "email" in cells:
        billing = {"external_id": "billing", "roles": ["billing"], "emails": [cells["email"]]}
        body["persons"] = [{"name": cells.get("contact", cells["name"]), **billing}]
    if "parent" in cells:
        body["group"] = {"parent": cells["parent"]}
    return body


def _invoice(cells: Cells, creditor: str) -> Body:
    body: Body = {
        "creditor": creditor,
        **{name: cells[name] for name in ("customer_external_id", "external_id", "number")},
        "total": _amount(cells),
        "issue_date": _day(cells, "issue_date"),
        "due_date": _day(cells, "due_date"),
        "chase": cells.get("chase", "on_release"),
    }
    body |= {name: cells[name] for name in ("purchase_order", "chase_from") if name in cells}
    if "level" in cells or "last_contact_on" in cells:
        body["taken"] = {"level": _level(cells)}
        if "last_contact_on" in cells:
            body["taken"]["last_contact_on"] = _day(cells, "last_contact_on")
    return body


def _payment(cells: Cells, creditor: str) -> Body:
    named = [{"invoice": name} for name in cells.get("invoices", "").split()]
    return {
        "creditor": creditor,
        **{name: cells[name] for name in ("customer_external_id", "external_id")},
        "amount": _amount(cells),
        "method": cells.get("method", "transfer"),
        "value_date": _day(cells, "value_date"),
        "references": named,
    }


def _amount(cells: Cells) -> Body:
    try:
        amount = Decimal(cells["amount"])
    except InvalidOperation as error:
        raise Wrong(
            f"amount: expected a decimal such as 1250.00; found {cells['amount']!r}"
        ) from error
    if not amount.is_finite() or amount <= 0:
        raise Wrong(f"amount: expected more than zero; found {cells['amount']!r}")
    return {"amount": cells["amount"], "currency": cells["currency"]}


def _day(cells: Cells, name: str) -> str:
    try:
        return date.fromisoformat(cells[name]).isoformat()
    except ValueError as error:
        raise Wrong(f"{name}: expected a date such as 2026-01-31; found {cells[name]!r}") from error


def _level(cells: Cells) -> int:
    level = cells.get("level", "0")
    if not level.isdecimal() or int(level) > 9:
        raise Wrong(f"level: expected 0 to 9; found {level!r}")
    return int(level)


CUSTOMERS = Kind(
    "customers",
    ("external_id", "name", "kind", "country", "time_zone", "language"),
    ("contact", "email", "parent"),
    _customer,
)
INVOICES = Kind(
    "invoices",
    (
        *("customer_external_id", "external_id", "number", "amount", "currency"),
        *("issue_date", "due_date"),
    ),
    ("purchase_order", "chase", "chase_from", "level", "last_contact_on"),
    _invoice,
)
PAYMENTS = Kind(
    "payments",
    ("customer_external_id", "external_id", "amount", "currency", "value_date"),
    ("method", "invoices"),
    _payment,
)
KINDS = (CUSTOMERS, INVOICES, PAYMENTS)
"""In the order in which each needs what was loaded before."""


def read(kind: Kind, folder: Path, creditor: str) -> Sequence[Line]:
    """Every line after the header; an empty cell is as none. A file that is not there has none."""
    path = folder / kind.file_name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(_lines(kind, csv.reader(file), creditor))


def _lines(kind: Kind, rows: Iterator[Sequence[str]], creditor: str) -> Iterator[Line]:
    header = tuple(next(rows, ()))
    known = {*kind.needed, *kind.optional}
    if not set(kind.needed) <= set(header) <= known or len(set(header)) < len(header):
        raise UnreadableFile(
            f"{kind.file_name}: expected the columns {','.join(kind.needed)} and, where wanted, "
            f"{','.join(kind.optional)}; found {','.join(header)!r}"
        )
    seen = dict[str, int]()
    for number, row in enumerate(rows, start=2):
        try:
            body = kind.body_of(_cells(kind, header, row), creditor)
            first = seen.setdefault(body["external_id"], number)
            if first != number:
                raise Wrong(f"external_id: {body['external_id']!r} is that of line {first}, too")
            yield Line(number, body)
        except Wrong as wrong:
            yield Line(number, None, str(wrong))


def _cells(kind: Kind, header: Sequence[str], row: Sequence[str]) -> Cells:
    if len(row) != len(header):
        raise Wrong(f"expected {len(header)} cells; found {len(row)}")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True) if cell.strip()}
    missing = [name for name in kind.needed if name not in cells]
    if missing:
        raise Wrong(f"{missing[0]}: expected something; the cell is empty")
    return cells
