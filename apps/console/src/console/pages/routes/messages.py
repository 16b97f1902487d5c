"""A message as it was sent: shown in a frame that can do nothing."""

from fastapi import APIRouter
from markupsafe import escape
from starlette.responses import HTMLResponse, Response

from console.pages.render import part
from console.pages.visit import Visiting

router = APIRouter()
AS_SENT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; frame-ancestors 'self'"
"""A mail brings its own style; nothing of it runs, loads or leads anywhere."""


@router.get("/messages/{id}")
async def show_message(id: str, visit: Visiting) -> Response:
    answer = await visit.api.get(f"/v1/messages/{id}")
    return part(visit, "parts/message.html", answer=answer, id=id)


@router.get("/messages/{id}/as-sent")
async def as_sent(id: str, visit: Visiting) -> Response:
    answer = await visit.api.get(f"/v1/messages/{id}")
    content = answer.body.get("content") if answer.done else None
    if content is None:
        html = f"<p>{escape(answer.detail or 'It has no words yet.')}</p>"
    else:
        html = content["html"] or f"<pre>{escape(content['text'])}</pre>"
    return HTMLResponse(html, headers={"Content-Security-Policy": AS_SENT})
