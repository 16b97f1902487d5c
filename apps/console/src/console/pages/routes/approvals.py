"""Approvals: what somebody asked for and another person decides, from all services in one list."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import names_of
from console.pages.lines import lines_of, recorded
from console.pages.render import page, part
from console.pages.routes.shared import not_there, owed
from console.pages.second_person import SOURCES, Request, Source
from console.pages.service_apis import Answer, curl
from console.pages.tables import csv_answer
from console.pages.visit import Elsewhere, Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
ROWS = 100
HISTORY = 5
DECIDED = "decided"


@router.get("/approvals")
async def approvals(visit: Visiting) -> Response:
    """What waits, those that end soonest first; or what was decided lately."""
    query = visit.request.query_params
    decided = query.get("show") == DECIDED
    kinds = [query["kind"]] if query.get("kind") in SOURCES else [*SOURCES]
    answers = await asyncio.gather(
        *(_listed(visit, SOURCES[kind], decided=decided) for kind in kinds)
    )
    found = [
        (kind, Request(SOURCES[kind], row))
        for kind, answer in zip(kinds, answers, strict=True)
        for row in answer.rows
        if decided != (row["state"] == SOURCES[kind].waiting)
    ]
    found.sort(key=_until)
    names = await names_of(visit, [request.asked for _, request in found])
    if query.get("format") == "csv":
        return csv_answer(
            "approvals.csv", [_HEAD, *(_cells(request, names) for _, request in found)]
        )
    opened = query.get("open") or (f"{found[0][0]}/{found[0][1].row['id']}" if found else "")
    return page(
        visit,
        "approvals.html",
        found=found,
        names=names,
        sources=SOURCES,
        chosen=query.get("kind"),
        decided=decided,
        opened=opened,
        away=[answer for answer in answers if not answer.done and not answer.lacks_right],
        curl=curl(
            visit.api.base, "GET", f"{SOURCES[kinds[0]].path}?state={SOURCES[kinds[0]].waiting}"
        ),
    )


async def _listed(visit: Visit, source: Source, *, decided: bool) -> Answer:
    state = {} if decided else {"state": source.waiting}
    return await visit.api.get(source.path, limit=str(ROWS), **state)


def _until(found: tuple[str, Request]) -> str:
    row = found[1].row
    return str(row.get("expires_at") or row.get("deadline_on") or "9")


_HEAD = (
    "id",
    "what",
    "customer",
    "invoice",
    "amount",
    "currency",
    "reason",
    "asked by",
    "state",
    "until",
)


def _cells(request: Request, names: Any) -> list[object]:
    amount = request.amount or {"amount": "", "currency": ""}
    about = [request.of(name) or "" for name in ("customer_id", "invoice_id")]
    return [
        *(request.row["id"], request.what, *(names.get(id, id) for id in about)),
        *(amount["amount"], amount["currency"], request.reason, request.asked_by),
        *(request.row["state"], request.row.get("expires_at") or ""),
    ]


@router.get("/approvals/{kind}/{id}")
async def approval_card(kind: str, id: str, visit: Visiting) -> Response:
    """Who asked, why, for how much, and what is known of the customer."""
    source = _source(kind)
    if not visit.is_part:
        raise Elsewhere(f"/approvals?open={kind}/{id}")
    answer = await visit.api.get(f"{source.path}/{id}")
    if answer.status == 404:
        raise not_there("approval")
    if not answer.done:
        return part(visit, "parts/approval_card.html", answer=answer)
    request = Request(source, answer.body)
    names = await names_of(visit, [request.asked])
    return part(
        visit,
        "parts/approval_card.html",
        answer=answer,
        request=request,
        kind=kind,
        id=id,
        names=names,
        mine=request.asked_by == visit.principal.actor,
        once=new_id(),
        **await _customer(visit, request.of("customer_id")),
    )


async def _customer(visit: Visit, id: str | None) -> dict[str, Any]:
    """What is owed, and what happened last."""
    if id is None:
        return {"sums": [], "lines": []}
    async with visit.reading() as connection:
        rows = await recorded(connection, id, HISTORY)
        sums = await owed(connection, [id], visit.writing.today(visit.now), None)
        return {"lines": await lines_of(connection, rows, visit.writing), "sums": sums[id]}


@router.post("/approvals/{kind}/{id}/{decision}")
async def decide(kind: str, id: str, decision: str, visit: Visiting) -> Response:
    """Approve what somebody else asked for, or refuse it; the service says who may."""
    source = _source(kind)
    if decision not in ("approval", "refusal"):
        raise not_there("decision")
    form = await visit.request.form()
    refused = decision == "refusal"
    body = {"reason": str(form.get("reason") or "").strip()} if refused else {}
    path = f"{source.path}/{id}/{source.refusal if refused else decision}"
    customer_id = str(form.get("customer_id") or "") or None
    version = str(form.get("version") or "*")
    answer = await act(visit, "POST", path, body, customer_id, version=version)
    found = part(
        visit,
        "parts/result.html",
        answer=answer,
        done="Refused: nothing is changed." if refused else "Approved: it is done.",
        curl=curl(visit.api.base, "POST", path, body),
    )
    if answer.done:
        found.headers["HX-Trigger"] = "row-done"
    return found


def _source(kind: str) -> Source:
    source = SOURCES.get(kind)
    if source is None:
        raise not_there("kind of approval")
    return source
