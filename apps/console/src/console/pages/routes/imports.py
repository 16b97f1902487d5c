"""Imports and drift: what came of each file, and where the books differ from the ERP's."""

import asyncio

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.shared import not_there
from console.pages.service_apis import curl
from console.pages.visit import Visiting
from recoup_service.ids import new_id

router = APIRouter()
ROWS = 200
OUTCOMES = ("refused", "differs", "created", "changed", "unchanged", "skipped", "waiting")
RUNS = ("receiving", "reading", "checking", "applying")
WAYS = (
    ("corrected_here", "adjust it here to what the ERP says"),
    ("corrected_in_erp", "the ERP is right by now"),
    ("ignored", "the two may differ"),
)


@router.get("/imports")
async def list_imports(visit: Visiting) -> Response:
    imports, compared = await asyncio.gather(
        visit.api.get("/v1/imports", limit="50"), visit.api.get("/v1/reconciliations", limit="50")
    )
    return page(
        visit,
        "imports.html",
        imports=imports,
        compared=compared,
        runs=RUNS,
        curl=curl(visit.api.base, "GET", "/v1/imports"),
    )


@router.get("/imports/parts/data-health")
async def data_health(visit: Visiting) -> Response:
    """Counted by the service while one waits: it looks through everything that is owed."""
    answer = await visit.api.get("/v1/data-health")
    return part(visit, "parts/data_health.html", answer=answer)


@router.get("/imports/{id}")
async def show_import(id: str, visit: Visiting) -> Response:
    """Asks for itself again while it runs; the first rows of an outcome."""
    chosen = visit.request.query_params.get("outcome")
    outcome = chosen if chosen in OUTCOMES else "refused"
    path = f"/v1/imports/{id}"
    answer, rows = await asyncio.gather(
        visit.api.get(path), visit.api.lines(f"{path}/rows", ROWS, outcome=outcome)
    )
    if answer.status == 404:
        raise not_there("import")
    return page(
        visit,
        "parts/import.html" if visit.is_part else "import.html",
        id=id,
        answer=answer,
        rows=rows,
        outcome=outcome,
        outcomes=OUTCOMES,
        runs=RUNS,
        once=new_id(),
        curl=curl(visit.api.base, "GET", f"{path}/rows?outcome={outcome}"),
    )


@router.post("/imports/{id}/{what}")
async def change_import(id: str, what: str, visit: Visiting) -> Response:
    if what not in ("resume", "cancel"):
        raise not_there("action")
    path = f"/v1/imports/{id}/{what}"
    answer = await act(visit, "POST", path, {}, version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/imports/{id}", 303)
    done = "It goes on." if what == "resume" else "It is cancelled."
    shown = curl(visit.api.base, "POST", path, {})
    return part(visit, "parts/result.html", answer=answer, done=done, curl=shown)


@router.get("/drift/{id}")
async def show_drift(id: str, visit: Visiting) -> Response:
    """What differed when the balances were compared; by whom and how each was settled."""
    path = f"/v1/reconciliations/{id}"
    query = visit.request.query_params
    of_all = query.get("show") == "all"
    wanted = {} if of_all else {"settled": "false"}
    before = {"cursor": query["cursor"][:500]} if "cursor" in query else {}
    answer, found = await asyncio.gather(
        visit.api.get(path),
        visit.api.get(f"{path}/differences", limit="50", **wanted, **before),
    )
    if answer.status == 404:
        raise not_there("comparison")
    return page(
        visit,
        "drift.html",
        id=id,
        answer=answer,
        found=found,
        of_all=of_all,
        ways=WAYS,
        once=new_id(),
        curl=curl(visit.api.base, "GET", f"{path}/differences"),
    )


@router.post("/drift/{id}/settlements")
async def settle(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    body = {name: str(form.get(name) or "").strip() for name in ("external_id", "way", "reason")}
    path = f"/v1/reconciliations/{id}/settlements"
    answer = await act(visit, "POST", path, body, version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/drift/{id}", 303)
    shown = curl(visit.api.base, "POST", path, body)
    return part(visit, "parts/result.html", answer=answer, done="Settled.", curl=shown)
