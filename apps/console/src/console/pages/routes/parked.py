"""One parked message: its versions, who did what about it, and its correction."""

from collections.abc import Mapping
from difflib import unified_diff
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.operations import OPERATORS
from console.pages.routes.shared import not_there
from console.pages.service_apis import Answer, Api
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
WAYS = ("edit", "redrive", "skip")
DONE = {
    "edit": "It is corrected; redrive it to have it taken up.",
    "redrive": "It is taken up.",
    "skip": "It is given up; what waits behind it stays until a redrive.",
}


@router.get("/operations/parked/{service}/{seq}")
async def show_parked(service: str, seq: int, visit: Visiting) -> Response:
    port, found = await _found(visit, service, seq)
    versions = found.body["versions"]
    return page(
        visit,
        "parked.html",
        service=service,
        seq=seq,
        found=found,
        latest=versions[-1] if versions else None,
        changed=_changes(versions),
        may_change=visit.may(OPERATORS),
        done=DONE.get(visit.request.query_params.get("did", "")),
        once=new_id(),
        base=port.base,
    )


async def _found(visit: Visit, service: str, seq: int) -> tuple[Api, Answer]:
    """Somebody else's and none at all are told alike."""
    port = visit.private(service)
    if port is None:
        raise not_there("service")
    found = await port.get(f"/parked/{seq}")
    if not found.done:
        raise not_there("parked message")
    place: Mapping[str, Any] = found.body["waits"] or next(iter(found.body["history"]), {})
    if place.get("tenant") != visit.principal.tenant:
        raise not_there("parked message")
    return port, found


def _changes(versions: list[dict[str, Any]]) -> list[str]:
    """Of the latest correction, line by line."""
    if len(versions) < 2:
        return []
    before, after = ((each["value"] or "").splitlines() for each in versions[-2:])
    return list(unified_diff(before, after, lineterm="", n=1))[2:]


@router.post("/operations/parked/{service}/{seq}")
async def change_parked(service: str, seq: int, visit: Visiting) -> Response:
    """Correct it, have it taken up with what waits behind it, or give it up; the reason is kept beside it."""
    visit.principal.require(OPERATORS)
    port, found = await _found(visit, service, seq)
    form = await visit.request.form()
    way, reason = str(form.get("do")), str(form.get("reason") or "").strip()
    if way not in WAYS:
        raise not_there("action")
    order: dict[str, Any] = {"actor": visit.principal.actor, "reason": reason}
    path = f"/parked/{seq}"
    answer = Answer(200, {})
    value = _corrected(found, form.get("value"))
    if value is not None and way != "skip":
        edit = {**order, "value": value}
        answer = await act(visit, "POST", f"{path}/edit", edit, at=(service, port))
    if answer.done and way != "edit":
        answer = await act(visit, "POST", f"{path}/{way}", order, at=(service, port))
    if answer.done and way == "redrive" and answer.body.get("failure"):
        answer = Answer(409, {"code": "redrive_failed", "detail": answer.body["failure"]})
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/operations/parked/{service}/{seq}?did={way}", 303)
    words = DONE[way]
    if way == "redrive" and answer.done:
        words = f"{answer.body['applied']} applied, {answer.body['left']} left."
    command = f'recoup parked {way} {service} {seq} --reason "{reason}"'
    return part(visit, "parts/result.html", answer=answer, done=words, curl=command)


def _corrected(found: Answer, sent: Any) -> str | None:
    """What somebody made of it; none where that is what it says already."""
    versions = found.body["versions"]
    if not isinstance(sent, str) or not versions or versions[-1]["encoding"] != "utf-8":
        return None
    text = sent.replace("\r\n", "\n")
    return None if text == versions[-1]["value"] else text
