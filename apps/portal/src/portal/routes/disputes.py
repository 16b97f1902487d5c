"""How what was contested stands and ends; more files, and that it has been cleared up."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from portal.evidence import KEPT, keep_file
from portal.render import HEADERS, page
from portal.visit import Account, NotHere, ServiceAway, Visit

router = APIRouter()
Shown = Mapping[str, Any]
NEEDS = ("quality", "price", "quantity", "duplicate", "already_paid", "miscommunication")
"""The reasons for which something from the debtor would help."""
AS_IT_IS = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@router.get("/disputes/{id}")
async def show_dispute(id: str, visit: Account) -> Response:
    return await _page(visit, await visit.theirs(f"/v1/disputes/{id}"))


async def _page(
    visit: Visit, dispute: Shown, problem: str | None = None, status: int = 200
) -> Response:
    invoice = await visit.invoice(dispute["invoice_id"])
    lines, number = invoice["lines"], dispute["line"]
    reason = dispute["reason"]
    asks = any(each["provided_by"] == "debtor" for each in dispute["lacks"]) and reason in NEEDS
    return page(
        visit,
        "dispute_shown.html",
        status,
        dispute=dispute,
        invoice=invoice,
        line=lines[number - 1]["description"] if number and number <= len(lines) else None,
        reason=visit.words(f"dispute.reason_{reason}"),
        needs=visit.words(f"dispute.needs_{reason}") if asks else None,
        files=[each for each in dispute["evidence"] if each["provided_by"] == "debtor"],
        stands=stands(visit, dispute),
        problem=problem,
    )


def stands(visit: Visit, dispute: Shown) -> str:
    """How far it has come, in a sentence or two."""
    amounts = {"amount": visit.money(dispute["amount"])}
    if dispute["credit"] is not None:
        amounts["credit"] = visit.money(dispute["credit"])
    state = "late" if dispute["overdue"] else dispute["state"]
    text = visit.words(f"dispute.state_{state}", **amounts)
    if state != "open" or dispute["review_at"] is None:
        return text
    return f"{text} {visit.words('home.dispute_by', day=visit.day(dispute['review_at'][:10]))}"


@router.post("/disputes/{id}/files")
async def add_file(id: str, visit: Account) -> Response:
    """One that is here already is here once."""
    dispute = await visit.theirs(f"/v1/disputes/{id}")
    took = await keep_file(visit, dispute["id"], (await visit.request.form()).get("photo"))
    if took is None:
        return await _page(visit, dispute, visit.words("problem.choose"), 422)
    if not took:
        return await _page(visit, dispute, visit.words("done.dispute_photo_not"), 422)
    return RedirectResponse(f"/disputes/{dispute['id']}", 303, HEADERS)


@router.get("/disputes/{id}/files/{evidence_id}")
async def show_file(id: str, evidence_id: str, visit: Account) -> Response:
    """What they have sent themselves, where it can do nothing."""
    dispute = await visit.theirs(f"/v1/disputes/{id}")
    own = [each for each in dispute["evidence"] if each["provided_by"] == "debtor"]
    found = next((each for each in own if each["id"] == evidence_id), None)
    if found is None or found["content_type"] not in KEPT:
        raise NotHere
    answer = await visit.api.get(f"/v1/disputes/{dispute['id']}/evidence/{evidence_id}/content")
    if answer.away:
        raise ServiceAway
    if not answer.done:
        raise NotHere
    headers = {**HEADERS, "Content-Security-Policy": AS_IT_IS}
    return Response(answer.content, media_type=found["content_type"], headers=headers)


@router.post("/disputes/{id}/withdrawal")
async def withdraw(id: str, visit: Account) -> Response:
    """It is owed again; withdrawn already it stays so."""
    dispute = await visit.theirs(f"/v1/disputes/{id}")
    body = {"reason": "The debtor says on the portal that it has been cleared up."}
    path = f"/v1/disputes/{dispute['id']}/withdrawal"
    answer = await visit.api.send("POST", path, body, visit.once(await visit.request.form()))
    if answer.away:
        raise ServiceAway
    return RedirectResponse(f"/disputes/{dispute['id']}", 303, HEADERS)
