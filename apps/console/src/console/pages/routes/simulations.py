"""What-if: a stretch of the past lived through again under a workflow, with its numbers before and after."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.shared import not_there
from console.pages.service_apis import curl
from console.pages.visit import Visiting
from recoup_service.ids import new_id

router = APIRouter()
QUARTER = timedelta(days=90)
REPORT = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)
"""The report brings its own style; nothing of it runs, loads or leads anywhere."""


@router.get("/simulations")
async def ask(visit: Visiting) -> Response:
    """What is tried, and on which days."""
    workflow = (visit.request.query_params.get("workflow") or "")[:200]
    workflows = await visit.api.get("/v1/workflows", limit="100")
    today = visit.writing.today(visit.now)
    return page(
        visit,
        "what_if.html",
        workflows=workflows,
        chosen=workflow,
        first_day=today - QUARTER,
        once=new_id(),
    )


@router.post("/simulations")
async def begin(visit: Visiting) -> Response:
    form = {name: str(value).strip() for name, value in (await visit.request.form()).items()}
    body: dict[str, Any] = {
        "name": form.get("name") or "What if",
        "first_day": form.get("first_day", ""),
        "last_day": form.get("last_day", ""),
        "policy": {"workflow_id": form["workflow_id"]} if form.get("workflow_id") else {},
    }
    percent = form.get("sample_percent", "")
    if percent.isdecimal() and len(percent) < 4:
        body["sample_percent"] = int(percent)
    answer = await act(visit, "POST", "/v1/simulations", body)
    if answer.done:
        path = f"/simulations/{answer.body['id']}"
        if visit.is_part:
            return Response(headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)
    shown = curl(visit.api.base, "POST", "/v1/simulations", body)
    return part(visit, "parts/result.html", answer=answer, done="", curl=shown)


@router.get("/simulations/{id}")
async def show_simulation(id: str, visit: Visiting) -> Response:
    """It asks for itself again until it has ended."""
    answer = await visit.api.get(f"/v1/simulations/{id}")
    if answer.status == 404:
        raise not_there("simulation")
    template = "parts/simulation.html" if visit.is_part else "simulation.html"
    path = f"/v1/simulations/{id}"
    return page(
        visit,
        template,
        id=id,
        answer=answer,
        once=new_id(),
        curl=curl(visit.api.base, "GET", path),
    )


@router.get("/simulations/{id}/report")
async def show_report(id: str, visit: Visiting) -> Response:
    answer = await visit.api.text(f"/v1/simulations/{id}/report", "text/html")
    if not answer.done:
        return part(visit, "parts/result.html", answer=answer, done="", curl="")
    return HTMLResponse(answer.body, headers={"Content-Security-Policy": REPORT})


@router.post("/simulations/{id}/{what}")
async def change_simulation(id: str, what: str, visit: Visiting) -> Response:
    """Cancel it, or let it go on after a mistake of the software."""
    if what not in ("cancel", "resume"):
        raise not_there("action")
    path = f"/v1/simulations/{id}/{what}"
    answer = await act(visit, "POST", path, {})
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/simulations/{id}", 303)
    done = "It is cancelled." if what == "cancel" else "It goes on."
    shown = curl(visit.api.base, "POST", path, {})
    return part(visit, "parts/result.html", answer=answer, done=done, curl=shown)
