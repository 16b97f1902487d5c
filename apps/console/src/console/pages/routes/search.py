"""The command bar: a part of a name, a number, an id or a wish leads to its page."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.places import COMMANDS, PLACES, Place
from console.pages.render import page
from console.pages.routes.saved_views import saved_by
from console.pages.routes.shared import PORTFOLIO
from console.pages.service_apis import Answer
from console.pages.tables import pattern_of
from console.pages.visit import Visit, Visiting

router = APIRouter()
SHORTEST = 2
SHORTEST_AT_APIS = 3
AT_ONCE = "5"
BY_PREFIX = {
    "cus_": "/customers/",
    "inv_": "/invoices/",
    "tsk_": "/worklist?task=",
    "dsp_": "/disputes/",
    "pln_": "/plans/",
    "prm_": "/promises/",
    "wfl_": "/workflows/",
    "sim_": "/simulations/",
    "tpl_": "/templates/",
    "whe_": "/webhooks/",
    "imp_": "/imports/",
    "rec_": "/drift/",
    "msg_": "/messages/",
}
"""Where a thing is shown whose id begins so."""
NOBODY = Answer(200, {"data": []})


@router.get("/search")
async def search(visit: Visiting) -> Response:
    """Without a script it is a form, and an id leads on at once."""
    text = (visit.request.query_params.get("q") or "").strip()[:200]
    path = _path_of(text)
    if path is not None and not visit.is_part:
        return RedirectResponse(path, 303)
    views = [Place(view.name, view.address, "") for view in (await saved_by(visit)).saved]
    hits, payments = await asyncio.gather(_hits(visit, text), _payments(visit, text))
    by_id = [{"what": "id", "title": text, "detail": "", "path": path}] if path else []
    return page(
        visit,
        "parts/hits.html" if visit.is_part else "search.html",
        hits=[*by_id, *hits, *_shown(payments)],
        found=_named((*PLACES, *views), text),
        commands=_named(COMMANDS, text) if len(text) >= SHORTEST else [],
        missing="" if payments.done or payments.lacks_right else payments.detail,
        text=text,
    )


def _path_of(text: str) -> str | None:
    id = text.removeprefix(text[:4])
    path = BY_PREFIX.get(text[:4])
    is_id = id.isascii() and id.replace("_", "").isalnum()
    return path + text if path is not None and is_id else None


def _named(places: Sequence[Place], text: str) -> list[Place]:
    """Every word of it is in the label, whatever the order."""
    wanted = text.lower().split()
    return [each for each in places if all(word in each.label.lower() for word in wanted)]


async def _hits(visit: Visit, text: str) -> list[Mapping[str, Any]]:
    if len(text) < SHORTEST:
        return []
    async with visit.reading() as connection:
        await connection.execute("set local plan_cache_mode = force_custom_plan")
        found = await connection.fetch(PORTFOLIO["called"], pattern_of(text))
        rows = await connection.fetch(PORTFOLIO["hits"], [row["id"] for row in found])
    return [{**dict(row), "path": f"/{row['what']}s/{row['id']}"} for row in rows]


async def _payments(visit: Visit, text: str) -> Answer:
    """The service that keeps them is asked; a payment is shown with whoever paid it."""
    if len(text) < SHORTEST_AT_APIS or not visit.may("payments:read"):
        return NOBODY
    return await visit.api.get("/v1/payments", search=text, limit=AT_ONCE)


def _shown(payments: Answer) -> list[Mapping[str, Any]]:
    return [
        {
            "what": "payment",
            "title": row.get("external_id") or row["id"],
            "detail": f"{row['amount']['amount']} {row['amount']['currency']}",
            "path": f"/customers/{row['customer_id']}?kind=money",
        }
        for row in payments.rows
        if row.get("customer_id")
    ]
