"""One invoice: its terms, what was charged for it and why, what paid it, and its documents."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.as_of import day_of, end_of, receivables_as_of
from console.pages.lines import READS as TIMELINE
from console.pages.render import page, part
from console.pages.routes.customers import timeline
from console.pages.routes.shared import PORTFOLIO, creditors, not_there
from console.pages.visit import Visiting

router = APIRouter()


@router.get("/invoices/{id}")
async def show_invoice(id: str, visit: Visiting) -> Response:
    async with visit.reading() as connection:
        invoice = await connection.fetchrow(PORTFOLIO["invoice"], id)
        if invoice is None:
            raise not_there("invoice")
        customer = await connection.fetchrow(PORTFOLIO["customer"], invoice["customer_id"])
        lines, more = await timeline(visit, connection, invoice["customer_id"], [], id)
        if visit.is_part and visit.request.query_params.get("before"):
            return part(
                visit, "parts/lines.html", lines=lines, more=more, of=invoice["customer_id"]
            )
        cause = None
        if invoice["caused_by"] is not None:
            cause = await connection.fetchrow(PORTFOLIO["invoice"], invoice["caused_by"])
        as_of = day_of(visit)
        terms: Sequence[Any] = await connection.fetch(PORTFOLIO["terms"], id)
        if as_of is not None:
            until = end_of(visit, as_of)
            stood = await receivables_as_of(connection, invoice["customer_id"], until, id)
            terms = [each for each in stood.values() if each.invoice_id == id]
        context: dict[str, Any] = {
            "terms": terms,
            "as_of": as_of,
            "first_at": await connection.fetchval(TIMELINE["first_day"], invoice["customer_id"]),
            "charges": await connection.fetch(PORTFOLIO["charges_for"], id),
            "creditors": await creditors(connection),
        }
    return page(
        visit,
        "invoice.html",
        invoice=invoice,
        customer=customer,
        cause=cause,
        lines=lines,
        more=more,
        of=invoice["customer_id"],
        **context,
    )


@router.get("/invoices/{id}/parts/charges")
async def derivations(id: str, visit: Visiting) -> Response:
    """Every charge for it, and the sum it was reckoned by."""
    listed = await visit.api.get("/v1/charges", invoice_id=id, limit="50")
    found = await asyncio.gather(
        *(visit.api.get(f"/v1/charges/{row['id']}") for row in listed.rows[:20])
    )
    charges = [answer.body for answer in found if answer.done]
    return part(visit, "parts/charges.html", answer=listed, charges=charges)


@router.get("/invoices/{id}/parts/documents")
async def documents(id: str, visit: Visiting) -> Response:
    answer = await visit.api.get("/v1/documents", invoice_id=id, limit="50")
    return part(visit, "parts/documents.html", answer=answer, id=id)


@router.get("/invoices/{id}/parts/allocations")
async def allocations(id: str, visit: Visiting) -> Response:
    """What paid it, as the invoice service says."""
    answer = await visit.api.get(f"/v1/invoices/{id}")
    payments = (
        [row.get("payment_id") for row in answer.body.get("allocations", [])] if answer.done else []
    )
    async with visit.reading() as connection:
        named = await connection.fetch(TIMELINE["names"], sorted(filter(None, payments)))
    return part(
        visit, "parts/allocations.html", answer=answer, names={r["id"]: r["name"] for r in named}
    )
