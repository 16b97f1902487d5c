"""Promises: who said they would pay by which day, and what came of it."""

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.boards import Board, Column, Filter
from console.pages.render import page, part
from console.pages.routes.cases import end_case, read_case, reason_in, show_cases
from console.pages.visit import Visiting

router = APIRouter()
PROMISES = Board(
    "Promises",
    "/v1/promises",
    (
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column("State", lambda row: row["state"], "state"),
        Column("By", lambda row: row["due_on"], "day", sort="due_on"),
        Column("Given by", lambda row: row["given_by"], "words", optional=True),
        Column("Made", lambda row: row["created_at"], "moment", sort="created_at", optional=True),
        Column("Paid", lambda row: row["paid"], "amount", optional=True),
        Column("Promised", lambda row: row["promised"], "amount"),
    ),
    "Nobody has promised anything of this kind.",
    lambda row: f"/promises/{row['id']}",
    (
        Filter(
            "state",
            "State",
            (
                *(("open", "Open"), ("kept", "Kept"), ("broken", "Broken")),
                *(("withdrawn", "Withdrawn"), ("", "All")),
            ),
        ),
    ),
    passes=("creditor", "customer_id", "invoice_id"),
    template="cases.html",
)


@router.get("/promises")
async def promises(visit: Visiting) -> Response:
    return await show_cases(visit, PROMISES, "promise", rate="/promises/parts/kept")


@router.get("/promises/parts/kept")
async def kept_rate(visit: Visiting) -> Response:
    """Of those that fell due, how many were kept."""
    customer = visit.request.query_params.get("customer_id")
    query = {"customer_id": customer} if customer else {}
    answer = await visit.api.get("/v1/promise-report", **query)
    return part(visit, "parts/promises_kept.html", answer=answer)


@router.get("/promises/{id}")
async def show_promise(id: str, visit: Visiting) -> Response:
    context = await read_case(visit, f"/v1/promises/{id}", "promise")
    return page(visit, "promise.html", id=id, **context)


@router.post("/promises/{id}/withdrawal")
async def withdraw(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    note = await reason_in(visit)
    body = {"reason": str(form.get("why") or "by_customer"), **({"note": note} if note else {})}
    done = "Withdrawn: what was promised is chased again at once."
    return await end_case(visit, f"/v1/promises/{id}/withdrawal", body, done)
