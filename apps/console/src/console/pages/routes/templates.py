"""Templates: whose words messages have, each version, and what a customer would read."""

import asyncio
from typing import Any

from fastapi import APIRouter
from markupsafe import escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.messages import AS_SENT
from console.pages.routes.shared import PORTFOLIO, not_there
from console.pages.service_apis import Answer, curl
from console.pages.tables import number_in, pattern_of
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
DONE = {
    "publication": "Published: messages that are written from now on have these words.",
    "retirement": "Retired: messages have the words of before, or the built-in ones.",
}


@router.get("/templates")
async def list_templates(visit: Visiting) -> Response:
    own, built_in = await asyncio.gather(
        visit.api.get("/v1/templates", limit="100"), visit.api.get("/v1/templates/built-in")
    )
    shown = curl(visit.api.base, "GET", "/v1/templates")
    return page(visit, "templates.html", own=own, built_in=built_in, curl=shown)


@router.get("/templates/{id}")
async def show_template(id: str, visit: Visiting) -> Response:
    """The words, a version of before if one is asked for, and what somebody would read."""
    query = visit.request.query_params
    answer = await read_template(visit, id)
    if answer.status == 404:
        raise not_there("template")
    version = number_in(query.get("version"), 0, 0, 10**6)
    earlier = await visit.api.get(f"/v1/templates/{id}/versions/{version}") if version else None
    is_own = answer.done and "state" in answer.body
    words, preview = query.get("of") or ("draft" if is_own else "published"), None
    if visit.may("templates:write"):
        preview = await _preview(visit, id)
    return page(
        visit,
        "template.html",
        id=id,
        answer=answer,
        is_own=is_own,
        earlier=earlier,
        version=version,
        preview=preview,
        of=words,
        languages=LANGUAGES,
        customer=(query.get("customer") or "")[:200],
        language=query.get("language") or "",
        once=new_id(),
        address=visit.here().partition("?")[2],
        curl=curl(visit.api.base, "POST", f"/v1/templates/{id}/previews", await _asked(visit)),
    )


async def read_template(visit: Visit, id: str) -> Answer:
    """One of the tenant's, or one that everybody has."""
    if "." not in id:
        return await visit.api.get(f"/v1/templates/{id}")
    found = await visit.api.get("/v1/templates/built-in")
    if not found.done:
        return found
    named = [each for each in found.rows if each["id"] == id]
    return Answer(200, named[0]) if named else Answer(404, {})


async def _preview(visit: Visit, id: str) -> Answer:
    """Nothing is sent or kept by it, so that it is no action."""
    body = await _asked(visit)
    return await visit.api.send("POST", f"/v1/templates/{id}/previews", body, new_id().hex)


async def _asked(visit: Visit) -> dict[str, Any]:
    query = visit.request.query_params
    body: dict[str, Any] = {}
    if query.get("of") in ("draft", "published"):
        body["of"] = query["of"]
    if query.get("language") in LANGUAGES:
        body["language"] = query["language"]
    if customer := (query.get("customer") or "").strip()[:200]:
        body["customer_external_id"] = await _external_id(visit, customer)
    return body


async def _external_id(visit: Visit, text: str) -> str:
    """Of whoever is meant by an id of either side or by a part of a name; the text itself where nobody is."""
    async with visit.reading() as connection:
        rows = await connection.fetch(
            "select external_id from console.customer where external_id = $1 or id = $1 limit 1",
            text,
        )
        if not rows and len(text) > 1:
            await connection.execute("set local plan_cache_mode = force_custom_plan")
            found = await connection.fetch(PORTFOLIO["called"], pattern_of(text))
            rows = await connection.fetch(
                "select external_id from console.customer where id = any($1::text[]) limit 1",
                [row["id"] for row in found],
            )
    return str(rows[0]["external_id"]) if rows and rows[0]["external_id"] else text


@router.get("/templates/{id}/as-read")
async def as_read(id: str, visit: Visiting) -> Response:
    """In a frame that can do nothing, as a mail program would show it."""
    answer = await _preview(visit, id)
    language, title = "en", "Preview"
    if not answer.done:
        html = f"<p>{escape(answer.detail)}</p>"
    else:
        html = answer.body["html"] or f"<pre>{escape(answer.body['text'])}</pre>"
        language, title = answer.body["language"], answer.body["subject"] or title
    head = f'<!doctype html><html lang="{escape(language)}"><title>{escape(title)}</title>'
    return HTMLResponse(head + html, headers={"Content-Security-Policy": AS_SENT})


@router.post("/templates/{id}/{what}")
async def change_template(id: str, what: str, visit: Visiting) -> Response:
    if what not in DONE:
        raise not_there("action")
    path, body = f"/v1/templates/{id}/{what}", await _judged(visit)
    answer = await act(visit, "POST", path, body, version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse(f"/templates/{id}", 303)
    shown = curl(visit.api.base, "POST", path, body)
    return part(visit, "parts/result.html", answer=answer, done=DONE[what], curl=shown)


async def _judged(visit: Visit) -> dict[str, str]:
    """Why what was found about the tone is no fault, where somebody says so."""
    reason = str((await visit.request.form()).get("accept_tone") or "").strip()
    return {"accept_tone": reason} if reason else {}
