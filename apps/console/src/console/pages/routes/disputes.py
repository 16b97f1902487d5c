"""Disputes: what is contested, why and until when it is to be decided; evidence, conversation and the decision."""

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.boards import Board, Column, Filter
from console.pages.render import page, part
from console.pages.routes.cases import end_case, read_case, reason_in, show_cases
from console.pages.routes.shared import not_there
from console.pages.visit import Visiting

router = APIRouter()
AS_IT_IS = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
REASONS = (
    *("not_received", "quality", "price", "quantity", "duplicate", "missing_document"),
    *("already_paid", "miscommunication", "identity", "other"),
)
DISPUTES = Board(
    "Disputes",
    "/v1/disputes",
    (
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column("Invoice", lambda row: row["invoice_id"], "invoice"),
        Column("Why", lambda row: row["reason"], "words"),
        Column("In their words", lambda row: row["statement"], optional=True),
        Column("State", lambda row: "overdue" if row["overdue"] else row["state"], "state"),
        Column("Decide by", lambda row: row["review_at"], "moment", optional=True),
        Column("Opened", lambda row: row["created_at"], "moment", sort="created_at", optional=True),
        Column("Contested", lambda row: row["amount"], "amount"),
    ),
    "Nothing is contested here.",
    lambda row: f"/disputes/{row['id']}",
    (
        Filter(
            "state",
            "State",
            (
                *(("open", "Open"), ("upheld", "Upheld"), ("partly_upheld", "Upheld in part")),
                *(("rejected", "Rejected"), ("withdrawn", "Withdrawn"), ("", "All")),
            ),
        ),
        Filter("overdue", "Clock", (("", "Any"), ("true", "Past its day"))),
        Filter(
            "reason",
            "Reason",
            (("", "Any reason"), *((each, each.replace("_", " ")) for each in REASONS)),
        ),
    ),
    searched=True,
    passes=("creditor", "customer_id", "invoice_id"),
    template="cases.html",
)
OUTCOMES = (
    ("upheld", "They are right", "All that is contested is credited."),
    ("partly_upheld", "They are right in part", "What you say is credited; the rest is owed."),
    ("rejected", "They are wrong", "It is owed, and chased again."),
)


@router.get("/disputes")
async def disputes(visit: Visiting) -> Response:
    return await show_cases(visit, DISPUTES, "dispute")


@router.get("/disputes/{id}")
async def show_dispute(id: str, visit: Visiting) -> Response:
    context = await read_case(visit, f"/v1/disputes/{id}", "dispute")
    return page(visit, "dispute.html", id=id, outcomes=OUTCOMES, **context)


@router.get("/disputes/{id}/parts/evidence")
async def evidence(id: str, visit: Visiting) -> Response:
    """Documents that belong to it."""
    answer = await visit.api.get("/v1/documents", dispute_id=id, limit="50")
    return part(visit, "parts/documents.html", answer=answer, id="")


@router.get("/disputes/{id}/evidence/{evidence_id}")
async def show_evidence(id: str, evidence_id: str, visit: Visiting) -> Response:
    """As it came, where it can do nothing."""
    path = f"/v1/disputes/{id}/evidence/{evidence_id}/content"
    answer = await visit.api.file(path)
    if not answer.done:
        raise not_there("evidence")
    content, media_type = answer.body
    headers = {"Content-Security-Policy": AS_IT_IS, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


@router.post("/disputes/{id}/resolution")
async def resolve(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    outcome = str(form.get("outcome") or "")
    body: dict[str, object] = {"outcome": outcome, "reason": await reason_in(visit)}
    if outcome == "partly_upheld":
        currency = str(form.get("currency") or "")
        body["credit"] = {"amount": str(form.get("credit") or "").strip(), "currency": currency}
    done = "Decided. What is upheld is credited a moment later."
    return await end_case(visit, f"/v1/disputes/{id}/resolution", body, done)


@router.post("/disputes/{id}/withdrawal")
async def withdraw(id: str, visit: Visiting) -> Response:
    body = {"reason": await reason_in(visit)}
    done = "Withdrawn: it is owed, and chased again."
    return await end_case(visit, f"/v1/disputes/{id}/withdrawal", body, done)


@router.post("/disputes/{id}/verification")
async def verify(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    body = {"sent_on": str(form.get("sent_on") or ""), "what": await reason_in(visit)}
    done = "Kept. It may be decided either way now."
    return await end_case(visit, f"/v1/disputes/{id}/verification", body, done)


@router.post("/disputes/{id}/conversation")
async def say(id: str, visit: Visiting) -> Response:
    """The form's own token names it, so that it is kept once."""
    form = await visit.request.form()
    body = {
        "reference": str(form.get("once") or ""),
        "speaker": str(form.get("speaker") or "internal"),
        "words": await reason_in(visit),
    }
    return await end_case(visit, f"/v1/disputes/{id}/conversation", body, "Kept.")
