"""Lists in the order that is asked for: by one of the columns that a list allows, and then by id.

A statement has ``{after}`` where the rows of earlier pages are left out, ``{order}`` behind its
``order by``, and ``{dates}`` before its join of the moments of resources, called ``dates``; its second and
third parameter say after which row. A column that is allowed has an index
by tenant, itself and the id, so that a page costs the same however far behind it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from types import GenericAlias
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Query
from pydantic import AfterValidator

from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.paging import PageRequest

Kind = type[date] | type[datetime] | type[str] | type[int]
_SQL_TYPES: Mapping[Kind, str] = {
    date: "date",
    datetime: "timestamptz",
    str: "text",
    int: "numeric",
}


class Column(NamedTuple):
    """Never null; ``sorted_by("created_at", created_at=Column("opened_at", datetime))``."""

    name: str
    kind: Kind
    of_dates: bool = False
    """Not of the thing's own table: the rows are looked up from the moments of all resources."""


DATES: Final = {
    name: Column(name, datetime, of_dates=True) for name in ("created_at", "updated_at")
}
"""What every resource is sorted by."""


class Order:
    """By a column, upwards or downwards; rows that are equal there follow each other by id."""

    def __init__(self, column: Column, *, descending: bool) -> None:
        self._name = column.name
        self._whole = column.kind is int
        self._cursor: Any = GenericAlias(tuple, (column.kind, str))
        self._dates, table = ("inner", "dates.") if column.of_dates else ("left", "")
        name, id = f"{table}{column.name}", f"{table}id"
        kind, beyond, way = _SQL_TYPES[column.kind], *(("<", " desc") if descending else (">", ""))
        self._order = f"{name}{way}, {id}{way}"
        self._beginning = f"($2::{kind} is null and $3::text is null)"
        self._further = f"({name}, {id}) {beyond} ($2::{kind}, $3::text)"

    def statement(self, template: str, *, further: bool) -> str:
        """Of the first page or of a further one: either is planned for what it does."""
        after = self._further if further else self._beginning
        own = {"{after}": after, "{order}": self._order, "{dates}": self._dates}
        return reduce(lambda text, name: text.replace(name, own[name]), own, template)

    async def fetch(
        self, connection: Connection, template: str, page: PageRequest, *arguments: object
    ) -> Sequence[Any]:
        """The rows of a page; ``arguments`` are those from the fourth on."""
        after = page.after(self._cursor)
        statement = self.statement(template, further=after is not None)
        rows: Sequence[Any] = await connection.fetch(
            statement, page.fetch, *(after or (None, None)), *arguments
        )
        return rows

    def key(self, row: Mapping[str, Any]) -> tuple[Any, str]:
        """Where a row stands, for the cursor of the page that follows it."""
        value = row[self._name]
        return int(value) if self._whole else value, row["id"]  # a numeric may be written 9E+4


def sorted_by(default: str, **columns: Kind | Column) -> Any:
    """``order: Annotated[Order, sorted_by("-issue_date", issue_date=date, **DATES)]`` of a list."""
    orders = {
        sent: Order(column, descending=descending)
        for name, of in columns.items()
        for column in [of if isinstance(of, Column) else Column(name, of)]
        for sent, descending in ((name, False), (f"-{name}", True))
    }

    def known(sent: str) -> str:
        if sent not in orders:
            raise ValueError(f"sort by one of {', '.join(orders)}")
        return sent

    def order(
        sort: Annotated[
            str,
            Query(
                description="What the rows are sorted by, downwards with `-` before it; equal ones by id. "
                "A cursor belongs to the order it was given in.",
                json_schema_extra={"enum": list(orders)},
            ),
            AfterValidator(known),
        ] = default,
    ) -> Order:
        return orders[sort]

    return Depends(order)
