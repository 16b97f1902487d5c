"""The words of a template while they are written: kept as a draft, which says what is in the way of publishing it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.shared import PORTFOLIO, not_there
from console.pages.routes.templates import LANGUAGES, read_template
from console.pages.service_apis import Answer, curl
from console.pages.visit import Visit, Visiting
from recoup_events.notification import Claim, TemplateCategory
from recoup_service.ids import new_id

router = APIRouter()
BEGINNING: Mapping[str, Any] = {
    "category": "email",
    "name": "",
    "creditor_id": None,
    "content": {
        "texts": {
            "en": {
                "subject": "{{ what | capital }} over {{ total }}",
                "text": "{{ salutation }}\n\n{{ what | capital }} {{ due }}.\n\n{{ statement }}",
            }
        },
        "claims": [],
        "asks_satisfaction": False,
    },
}


@router.get("/template-drafts")
async def write_template(visit: Visiting) -> Response:
    """From a draft that stands, from what is published, from built-in words, or from a beginning."""
    answer = Answer(200, BEGINNING)
    if id := visit.request.query_params.get("template", "")[:200]:
        answer = await read_template(visit, id)
    if answer.status == 404:
        raise not_there("template")
    body = answer.body if answer.done else BEGINNING
    return page(
        visit,
        "template_draft.html",
        problem=answer,
        about=body,
        content=body.get("draft") or body.get("published") or body.get("content"),
        creditors=await _creditors(visit),
        languages=LANGUAGES,
        categories=[each.value for each in TemplateCategory],
        claims=[each.value for each in Claim],
        once=new_id(),
    )


@router.post("/template-drafts")
async def keep_draft(visit: Visiting) -> Response:
    """It then stands on the template's page with what was found about it, and nothing has changed for any message."""
    body = _asked(await visit.request.form())
    answer = await act(visit, "POST", "/v1/templates", body)
    if not answer.done:
        shown = curl(visit.api.base, "POST", "/v1/templates", body)
        return part(visit, "parts/result.html", answer=answer, done="", curl=shown)
    lead = f"/templates/{answer.body['id']}"
    if visit.is_part:
        return Response(headers={"HX-Redirect": lead})
    return RedirectResponse(lead, 303)


def _asked(form: FormData) -> dict[str, Any]:
    """A language whose text is empty is not written."""
    texts = {
        language: {"subject": subject, "text": text} if subject else {"text": text}
        for language in LANGUAGES
        if (text := _lines(form, f"text_{language}"))
        for subject in [_lines(form, f"subject_{language}")]
    }
    body: dict[str, Any] = {
        "category": str(form.get("category") or ""),
        "name": str(form.get("name") or "").strip(),
        "texts": texts,
        "claims": [str(each) for each in form.getlist("claims")],
        "asks_satisfaction": form.get("asks_satisfaction") == "true",
    }
    if creditor := str(form.get("creditor") or ""):
        body["creditor"] = creditor
    return body


def _lines(form: FormData, name: str) -> str:
    return str(form.get(name) or "").replace("\r\n", "\n").strip()


async def _creditors(visit: Visit) -> list[Mapping[str, str]]:
    async with visit.reading() as connection:
        found = await connection.fetch(PORTFOLIO["creditors"])
    return [dict(row) for row in found if row["code"]]
