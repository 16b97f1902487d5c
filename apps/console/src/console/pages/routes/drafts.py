"""A workflow while it is written: tried, compared with the one that is live, and published."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.acting import act
from console.pages.render import page
from console.pages.routes.shared import not_there
from console.pages.routes.workflows import WORDS
from console.pages.service_apis import YAML, Answer, curl
from console.pages.visit import Visit, Visiting
from console.pages.workflow_steps import changes, picture
from recoup_service.ids import new_id

router = APIRouter()
MOST_CHARACTERS = 60_000
BEGINNING = """\
name: my workflow
steps:
  - name: friendly
    days: 3
    action: {kind: remind, channel: email, template: friendly_reminder}
"""


@router.get("/workflow-drafts")
async def write_workflow(visit: Visiting) -> Response:
    """From the one that is live, from a ready-made one, or from a beginning."""
    query = visit.request.query_params
    if id := query.get("workflow"):
        answer = await visit.api.text(f"/v1/workflows/{quote(id[:200], safe='')}", YAML)
    elif name := query.get("ready_made"):
        answer = await visit.api.text(
            f"/v1/ready-made-workflows/{quote(name[:200], safe='')}", YAML
        )
    else:
        answer = Answer(200, BEGINNING)
    if answer.status == 404:
        raise not_there("workflow")
    text = answer.body if answer.done and isinstance(answer.body, str) else ""
    return page(visit, "workflow_draft.html", text=text, problem=answer, once=new_id(), **NOT_TRIED)


NOT_TRIED: dict[str, Any] = {
    "tried": None,
    "live": None,
    "drawn": None,
    "found": (),
    "published": False,
}


@router.post("/workflow-drafts")
async def try_or_publish(visit: Visiting) -> Response:
    """Both say the same of what is wrong; trying keeps nothing."""
    form = await visit.request.form()
    text = str(form.get("document") or "").replace("\r\n", "\n")[:MOST_CHARACTERS]
    publishes = form.get("do") == "publish"
    before = await _live(visit, str(form.get("workflow") or ""))
    if publishes:
        tried = await act(visit, "POST", "/v1/workflows", text)
    else:
        tried = await visit.api.send(
            "POST", "/v1/workflows", text, new_id().hex, query={"dry_run": "true"}
        )
    if tried.done and before is None:
        before = await _live(visit, tried.body["id"])
    path = "/v1/workflows" if publishes else "/v1/workflows?dry_run=true"
    context: dict[str, Any] = {
        "tried": tried,
        "live": before,
        "drawn": picture(tried.body["steps"]) if tried.done else None,
        "found": _changes(before, tried),
        "published": publishes and tried.done,
        "lines": text.split("\n"),
        "words": WORDS,
        "curl": curl(visit.api.base, "POST", path, text),
        "once": new_id(),
    }
    if visit.is_part:
        return page(visit, "parts/workflow_tried.html", **context)
    return page(visit, "workflow_draft.html", text=text, problem=Answer(200, text), **context)


async def _live(visit: Visit, id: str) -> Answer | None:
    """As it stands before anything is published; none where it is new."""
    if not id:
        return None
    answer = await visit.api.get(f"/v1/workflows/{quote(id[:200], safe='')}")
    return answer if answer.done else None


def _changes(live: Answer | None, tried: Answer) -> Any:
    if live is None or not tried.done:
        return ()
    return changes(live.body["steps"], tried.body["steps"])
