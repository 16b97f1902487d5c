"""Customers: the list, and one customer with everything that ever happened."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.as_of import Receivable, day_of, end_of, owed_of, receivables_as_of
from console.pages.lines import READS as TIMELINE
from console.pages.lines import Line, lines_of, recorded
from console.pages.render import page, part
from console.pages.routes.shared import PORTFOLIO, creditors, not_there, owed
from console.pages.tables import csv_answer, number_in, pattern_of
from console.pages.visit import Visit, Visiting
from console.timeline.domain.kinds import Kind
from recoup_events.kernel.registry import encode
from recoup_eventstore.postgres.rows import envelope_of

router = APIRouter()
PAGE = 50
MOST_ROWS = 10_000
"""Of a CSV."""
MOST_PAGES = 201
"""As many customers are counted; of more, a search or a filter finds those that are meant."""
LINES = 60
ORDERS = {
    "-owed": "c.owed_most desc, c.id",
    "owed": "c.owed_most, c.id",
    "due": "c.oldest_due_on nulls last, c.id",
    "-due": "c.oldest_due_on desc nulls last, c.id",
    "name": "lower(c.name), c.id",
    "-name": "lower(c.name) desc, c.id",
}
SHOWN = ("owing", "overdue", "all")
WHERE = """
($1::text[] is null or c.id = any($1))
and ($2::text is null or c.country = $2)
and ($3 = 'all' or c.owed_most > 0)
and ($3 <> 'overdue' or c.oldest_due_on < $4)
and ($5::text is null or (
    select true from console.owed_by_customer as o
    where o.customer_id = c.id and o.creditor_id = $5 and o.owed > 0
    limit 1))  -- of each that is shown; `exists` would read all that the creditor is owed first
"""


@router.get("/customers")
async def list_customers(visit: Visiting) -> Response:
    query = visit.request.query_params
    sort = query.get("sort", "-owed") if query.get("sort") in ORDERS else "-owed"
    show = query.get("show", "owing") if query.get("show") in SHOWN else "owing"
    at = number_in(query.get("page"), 1, 1, MOST_PAGES)
    search = (query.get("search") or "").strip()[:200]
    rows, found, context = await _found(visit, search, show, sort, at)
    if query.get("format") == "csv":
        return csv_answer("customers.csv", _csv(rows, context["owed"]))
    return page(
        visit,
        "parts/customers_table.html" if visit.is_part else "customers.html",
        rows=rows,
        found=found,
        page_number=at,
        pages=max(1, -(-found // PAGE)),
        sort=sort,
        show=show,
        search=search,
        **context,
    )


async def _found(
    visit: Visit, search: str, show: str, sort: str, at: int
) -> tuple[Sequence[Any], int, dict[str, Any]]:
    today = visit.writing.today(visit.now)
    query = visit.request.query_params
    wants_all = query.get("format") == "csv"
    limit, offset = (MOST_ROWS, 0) if wants_all else (PAGE, (at - 1) * PAGE)
    async with visit.reading() as connection:
        ids = None
        if search:
            hits = await connection.fetch(
                "select id from console.words where category = 'invoice.customer' and words like lower($1) limit 2000",
                pattern_of(search),
            )
            ids = sorted({row["id"] for row in hits})
        country = (query.get("country") or "")[:2].upper() or None
        filters = (ids, country, show, today, visit.creditor)
        counted = PORTFOLIO["customers_counted"].format(where=WHERE)
        found = await connection.fetchval(counted, *filters)
        listing = PORTFOLIO["customers"].format(where=WHERE, order=ORDERS[sort])
        rows = await connection.fetch(listing, *filters, limit, offset)
        ids_shown = [row["id"] for row in rows]
        sums = await owed(connection, ids_shown, today, visit.creditor)
        conditions = await connection.fetch(PORTFOLIO["conditions_of"], ids_shown, today)
        known = await creditors(connection)
    restrained: dict[str, list[str]] = {}
    for row in conditions:
        restrained.setdefault(row["customer_id"], []).append(row["condition"])
    return rows, found, {"owed": sums, "conditions": restrained, "creditors": known}


def _csv(rows: Sequence[Any], sums: Any) -> list[list[object]]:
    lines: list[list[object]] = [
        [
            "id",
            "external_id",
            "name",
            "country",
            "currency",
            "owed_minor_units",
            "overdue_minor_units",
            "oldest_due_on",
        ]
    ]
    for row in rows:
        for each in sums[row["id"]] or [{"currency": "", "owed": 0, "overdue": 0}]:
            lines.append(
                [
                    *(row["id"], row["external_id"], row["name"], row["country"]),
                    *(each["currency"], each["owed"], each["overdue"], row["oldest_due_on"] or ""),
                ]
            )
    return lines


@router.get("/customers/{id}")
async def show_customer(id: str, visit: Visiting) -> Response:
    query = visit.request.query_params
    kinds = [kind for kind in query.getlist("kind") if kind in list(Kind)]
    today = visit.writing.today(visit.now)
    async with visit.reading() as connection:
        customer = await connection.fetchrow(PORTFOLIO["customer"], id)
        if customer is None:
            raise not_there("customer")
        lines, more = await timeline(visit, connection, id, kinds)
        as_of = day_of(visit)
        if visit.is_part and query.get("before"):
            return part(visit, "parts/lines.html", lines=lines, more=more, of=id)
        sums = await owed(connection, [id], today, None)
        context: dict[str, Any] = {
            "invoices": await connection.fetch(PORTFOLIO["invoices_of"], id),
            "number_of_invoices": await connection.fetchval(PORTFOLIO["number_of_invoices"], id),
            "cases": await connection.fetch(PORTFOLIO["cases_of"], id),
            "conditions": await connection.fetch(PORTFOLIO["conditions_of"], [id], today),
            "kinds": await connection.fetch(TIMELINE["kinds"], id),
            "creditors": await creditors(connection),
            "first_at": await connection.fetchval(TIMELINE["first_day"], id),
        }
        stood: Sequence[Receivable] = []
        if as_of is not None:
            found = await receivables_as_of(connection, id, end_of(visit, as_of))
            stood = [each for each in found.values() if each.balance]
    return page(
        visit,
        "customer.html",
        customer=customer,
        sums=sums[id] if as_of is None else owed_of(stood, as_of),
        as_of=as_of,
        stood=stood,
        lines=lines,
        more=more,
        chosen=kinds,
        of=id,
        **context,
    )


async def timeline(
    visit: Visit, connection: Any, id: str, kinds: Sequence[str], invoice: str | None = None
) -> tuple[Sequence[Line], str | None]:
    """A page of lines, the latest first, and the place where the next begins."""
    at, place = _place(visit.request.query_params.get("before"))
    if at is None and (day := day_of(visit)) is not None:
        at, place = end_of(visit, day), 0
    rows = await recorded(connection, id, LINES + 1, (at, place), kinds, invoice)
    shown = rows[:LINES]
    more = f"{shown[-1]['at'].isoformat()}~{shown[-1]['place']}" if len(rows) > LINES else None
    return await lines_of(connection, shown, visit.writing), more


def _place(text: str | None) -> tuple[datetime | None, int | None]:
    """Where a page of lines begins; an address that was typed wrongly begins at the beginning."""
    at, _, place = (text or "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, number_in(place, 0, 0, 2**62)) if moment.tzinfo else (None, None)
    except ValueError:
        return None, None


@router.get("/customers/{id}/events/{place}")
async def raw_event(id: str, place: str, visit: Visiting) -> Response:
    """The event itself, as it was recorded."""
    async with visit.reading() as connection:
        row = await connection.fetchrow(TIMELINE["one_line"], id, number_in(place, 0, 0, 2**62))
    if row is None:
        raise not_there("event")
    envelope = envelope_of(row)
    raw = json.dumps(json.loads(encode(envelope.event)), indent=2, ensure_ascii=False)
    return part(visit, "parts/raw_event.html", envelope=envelope, raw=raw)


@router.get("/customers/{id}/parts/category")
async def category(id: str, visit: Visiting) -> Response:
    """Why the customer does not pay, as the evidence has it, and what would change that."""
    answer = await visit.api.get(f"/v1/categories/{id}")
    return part(visit, "parts/category.html", answer=answer, of=id)


@router.get("/customers/{id}/parts/documents")
async def documents(id: str, visit: Visiting) -> Response:
    answer = await visit.api.get("/v1/documents", customer_id=id, limit="50")
    return part(visit, "parts/documents.html", answer=answer, id="")


@router.get("/customers/{id}/parts/persons")
async def persons(id: str, visit: Visiting) -> Response:
    answer = await visit.api.get(f"/v1/customers/{id}")
    return part(visit, "parts/persons.html", answer=answer)


@router.get("/customers/{id}/parts/next")
async def comes_next(id: str, visit: Visiting) -> Response:
    """The steps to come of everything that is chased, the soonest first."""
    listed = await visit.api.get("/v1/enrolments", customer_id=id, limit="20")
    running = [row for row in listed.rows if row["state"] not in ("ended",)]
    steps = []
    for enrolment in running[:12]:
        answer = await visit.api.get(f"/v1/enrolments/{enrolment['id']}")
        if answer.done:
            steps += [{**step, "enrolment": answer.body} for step in answer.body["next"][:4]]
    steps.sort(key=lambda step: step["planned_for"] or "9")
    names = {}
    async with visit.reading() as connection:
        ids = sorted({step["enrolment"]["invoice_id"] for step in steps})
        names = {row["id"]: row["name"] for row in await connection.fetch(TIMELINE["names"], ids)}
    return part(visit, "parts/next.html", answer=listed, steps=steps, names=names, running=running)
