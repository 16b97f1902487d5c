"""Webhooks: whom we tell, what became of each event, and sending it again."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.shared import not_there
from console.pages.service_apis import curl
from console.pages.visit import Visiting
from recoup_service.ids import new_id

router = APIRouter()
STATES = ("failed", "waiting", "delivered")
DONE = {
    "replay": "It is sent again now; look at the attempts in a moment.",
    "recovery": "All that failed is sent again now.",
    "tests": "A test event is sent now; look at the attempts in a moment.",
    "enablement": "It is told again of what happens from now on; send what it missed.",
    "disablement": "Nothing is sent there until it is enabled.",
}


@router.get("/webhooks")
async def list_endpoints(visit: Visiting) -> Response:
    """Those that are not deleted, or of one state."""
    wanted = visit.request.query_params.get("state")
    chosen = wanted if wanted in ("enabled", "disabled") else None
    of_state = {} if chosen is None else {"state": chosen}
    answer = await visit.api.get("/v1/webhook-endpoints", limit="100", **of_state)
    shown = curl(visit.api.base, "GET", "/v1/webhook-endpoints")
    return page(visit, "webhooks.html", answer=answer, chosen=chosen, curl=shown)


@router.get("/webhooks/{id}")
async def show_endpoint(id: str, visit: Visiting) -> Response:
    """Deliveries of one state or of all, and the attempts of one event or of all."""
    query = visit.request.query_params
    state = query.get("state") if query.get("state") in STATES else None
    event_id = (query.get("event") or "")[:36]
    path = f"/v1/webhook-endpoints/{id}"
    of_state = {} if state is None else {"state": state}
    of_event = {"event_id": event_id} if event_id else {}
    before = {"cursor": query["cursor"][:500]} if "cursor" in query else {}
    answer, deliveries, attempts = await asyncio.gather(
        visit.api.get(path),
        visit.api.get(f"{path}/deliveries", limit="50", **of_state, **before),
        visit.api.get(f"{path}/attempts", limit="20", **of_event),
    )
    if answer.status == 404:
        raise not_there("endpoint")
    return page(
        visit,
        "webhook.html",
        id=id,
        answer=answer,
        deliveries=deliveries,
        attempts=attempts,
        chosen=state,
        event_id=event_id,
        states=STATES,
        may_write=visit.may("webhooks:write"),
        done=DONE.get(query.get("did", "")),
        once=new_id(),
        curl=curl(visit.api.base, "GET", f"{path}/deliveries"),
    )


@router.post("/webhooks/{id}/{what}")
async def change_endpoint(id: str, what: str, visit: Visiting) -> Response:
    """Send one event again, or all that failed or was missed since a day; try, stop or start it."""
    if what not in DONE:
        raise not_there("action")
    form = await visit.request.form()
    path = f"/v1/webhook-endpoints/{id}/{what}"
    answer = await act(visit, "POST", path, _body(what, form), version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/webhooks/{id}?did={what}", 303)
    shown = curl(visit.api.base, "POST", path, _body(what, form))
    return part(visit, "parts/result.html", answer=answer, done=DONE[what], curl=shown)


def _body(what: str, form: Any) -> dict[str, Any]:
    since = str(form.get("since") or "").strip()
    match what:
        case "replay" if event_id := str(form.get("event_id") or ""):
            return {"event_id": event_id}
        case "replay":
            return {"since": f"{since}T00:00:00Z", "which": str(form.get("which") or "missing")}
        case "recovery":
            return {"since": f"{since}T00:00:00Z"}
        case "disablement":
            return {"detail": str(form.get("detail") or "").strip() or "Disabled by request."}
        case _:
            return {}
