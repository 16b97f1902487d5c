"""Boards: a list of an API as a table with filters, counts, pages, CSV and the call it came from.

A board is data; this file makes the page of it, so that every list behaves alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from console.pages.lines import READS as TIMELINE
from console.pages.render import page
from console.pages.service_apis import Answer, curl
from console.pages.tables import csv_answer
from console.pages.visit import Visit

Row = Mapping[str, Any]
ROWS = 50
"""Of a page."""
ALL = "all"
"""In an address, the choice that leaves a filter out."""
CSV_ROWS, CSV_PAGES = 1000, 10
"""A file has so many rows of each of so many pages at most, and its name says if it ends there."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    of: Callable[[Row], Any]
    """The value as the API writes it."""
    kind: str = "text"
    """How it is shown: text, words, name, customer, invoice, amount, number, day, moment, state, window or percent."""
    sort: str | None = None
    """The field the API sorts by."""
    optional: bool = False
    """Left out where the screen is narrow."""
    below: bool = False
    """Shown small below the one before, which is the first."""


class Filter(NamedTuple):
    """Chips: one value of the API's parameter, or all."""

    parameter: str
    label: str
    choices: Sequence[tuple[str, str]]
    """Value and words; the first one holds unless the address says another. An empty value leaves it out."""


@dataclass(frozen=True, slots=True)
class Board:
    title: str
    path: str
    """Of the API."""
    columns: Sequence[Column]
    empty: str
    href: Callable[[Row], str] | None = None
    """Where a row leads, unless it opens beside the list."""
    filters: Sequence[Filter] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request."""
    passes: Sequence[str] = ()
    """Parameters of the address that go to the API as they are."""
    searched: bool = False
    template: str = "board.html"
    opens: str = ""
    """The parameter of the address that says which row is open beside the list, if rows open there."""
    id: str = "id"
    """The field by which a row opens, and its name in a file."""


class Shown(NamedTuple):
    """What a page of a board is made from."""

    answer: Answer
    query: Mapping[str, str]
    """As the API was asked."""
    chosen: Mapping[str, str]
    """By the filter's parameter."""
    names: Mapping[str, str]
    """By the ids of customers and invoices, what people call them."""


async def show_board(visit: Visit, board: Board, **context: Any) -> Response:
    """The page, or the file of the same rows."""
    if visit.request.query_params.get("format") == "csv":
        return await _file(visit, board)
    shown = await read(visit, board)
    query = {key: value for key, value in shown.query.items() if key != "limit"}
    call = board.path + (f"?{urlencode(query)}" if query else "")
    return page(
        visit,
        board.template,
        board=board,
        shown=shown,
        answer=shown.answer,
        names=shown.names,
        chosen=shown.chosen,
        sort=visit.request.query_params.get("sort", ""),
        curl=curl(visit.api.base, "GET", call),
        **context,
    )


async def read(visit: Visit, board: Board) -> Shown:
    """The rows that the address asks for."""
    chosen, query = _asked(visit, board)
    answer = await visit.api.get(board.path, **query, limit=str(ROWS))
    return Shown(answer, query, chosen, await names_of(visit, answer.rows))


def _asked(visit: Visit, board: Board) -> tuple[Mapping[str, str], dict[str, str]]:
    """A choice there is none of is as if nothing was chosen."""
    sent = visit.request.query_params
    chosen = {}
    for each in board.filters:
        values = {value or ALL: value for value, _ in each.choices}
        chosen[each.parameter] = values.get(sent.get(each.parameter, ""), each.choices[0][0])
    query = {**board.fixed, **{name: value for name, value in chosen.items() if value}}
    wanted = (*board.passes, "cursor", *(("search",) if board.searched else ()))
    query |= {name: sent[name].strip()[:2000] for name in wanted if sent.get(name, "").strip()}
    if (sort := sent.get("sort", "")).removeprefix("-") in {
        c.sort for c in board.columns if c.sort
    }:
        query["sort"] = sort
    return chosen, query


async def names_of(visit: Visit, rows: Sequence[Row]) -> Mapping[str, str]:
    """What people call the customers, creditors and invoices that rows are about."""
    fields = ("customer_id", "invoice_id", "creditor_id")
    parts = [*rows, *(part for row in rows for part in row.get("slices") or ())]
    ids = {str(part[name]) for part in parts for name in fields if part.get(name)}
    async with visit.reading() as connection:
        named = await connection.fetch(TIMELINE["names"], sorted(ids)) if ids else []
    found = {row["id"]: row["name"] for row in named}
    return {
        **found,
        **{r["customer_id"]: r["customer_name"] for r in rows if r.get("customer_name")},
    }


async def _file(visit: Visit, board: Board) -> Response:
    _, query = _asked(visit, board)
    query.pop("cursor", None)
    rows: list[Row] = []
    more = True
    for _ in range(CSV_PAGES):
        answer = await visit.api.get(board.path, **query, limit=str(CSV_ROWS))
        if not answer.done:
            return page(visit, "problem_in.html", answer.status, title=board.title, answer=answer)
        rows += answer.rows
        more = bool(answer.body.get("has_more"))
        if not more:
            break
        query["cursor"] = answer.body["next_cursor"]
    names = await names_of(visit, rows)
    named = board.title.lower().replace(" ", "-") + (f"-first-{len(rows)}" if more else "")
    return csv_answer(f"{named}.csv", [_head(board), *(_cells(board, row, names) for row in rows)])


def _head(board: Board) -> Sequence[str]:
    titles = ["id"]
    for column in board.columns:
        titles += [column.title, "currency"] if column.kind == "amount" else [column.title]
    return titles


def _cells(board: Board, row: Row, names: Mapping[str, str]) -> Sequence[object]:
    cells: list[object] = [str(row.get(board.id, ""))]
    for column in board.columns:
        value = column.of(row)
        if column.kind == "amount":
            cells += ["", ""] if value is None else [value["amount"], value["currency"]]
        else:
            cells.append(names.get(str(value), value) if value is not None else "")
    return cells
