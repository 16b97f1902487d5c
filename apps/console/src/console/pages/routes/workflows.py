"""Workflows: which there are, each as a picture, what changed from version to version, and which one is the default."""

import asyncio

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page
from console.pages.routes.shared import not_there
from console.pages.service_apis import curl
from console.pages.tables import number_in
from console.pages.visit import Visiting
from console.pages.workflow_steps import conditions_of, lane_of, level_of, picture, what_of, when_of
from recoup_service.ids import new_id

router = APIRouter()
WORDS = {
    "lane": lane_of,
    "what": what_of,
    "when": when_of,
    "conditions": conditions_of,
    "level": level_of,
}
"""A step in words, for templates."""


@router.get("/workflows")
async def list_workflows(visit: Visiting) -> Response:
    answer, default, ready_made = await asyncio.gather(
        visit.api.get("/v1/workflows", limit="100"),
        visit.api.get("/v1/workflows/default"),
        visit.api.get("/v1/ready-made-workflows"),
    )
    return page(
        visit,
        "workflows.html",
        answer=answer,
        default=default,
        ready_made=ready_made,
        curl=curl(visit.api.base, "GET", "/v1/workflows"),
    )


@router.get("/workflows/{id}")
async def show_workflow(id: str, visit: Visiting) -> Response:
    query = visit.request.query_params
    answer, default, versions = await asyncio.gather(
        visit.api.get(f"/v1/workflows/{id}"),
        visit.api.get("/v1/workflows/default"),
        visit.api.get(f"/v1/workflows/{id}/versions", limit="50"),
    )
    if answer.status == 404:
        raise not_there("workflow")
    latest = answer.body["version"] if answer.done else 1
    since = number_in(query.get("from"), max(latest - 1, 1), 1, 10**6)
    to = number_in(query.get("to"), latest, 1, 10**6)
    difference = None
    if len(versions.rows) > 1:
        difference = await visit.api.get(
            f"/v1/workflows/{id}/diff", **{"from": str(since), "to": str(to)}
        )
    return page(
        visit,
        "workflow.html",
        id=id,
        answer=answer,
        picture=picture(answer.body["steps"]) if answer.done else None,
        words=WORDS,
        is_default=default.done and answer.done and default.body["id"] == answer.body["id"],
        versions=versions,
        difference=difference,
        since=since,
        to=to,
        once=new_id(),
        curl=curl(visit.api.base, "GET", f"/v1/workflows/{id}"),
    )


@router.post("/workflows/{id}/{what}")
async def change_workflow(id: str, what: str, visit: Visiting) -> Response:
    """Put new invoices on it, or let it take no more."""
    if what == "default":
        method, path, body = "PUT", "/v1/workflows/default", {"workflow_id": id}
        done = "New invoices are put on it from now on."
    elif what == "retirement":
        method, path, body = "POST", f"/v1/workflows/{id}/retirement", {}
        done = "It takes no new invoices; those enrolled go on with it."
    else:
        raise not_there("action")
    answer = await act(visit, method, path, body, version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/workflows/{id}", 303)
    shown = curl(visit.api.base, method, path, body)
    return page(visit, "parts/result.html", answer=answer, done=done, curl=shown)
