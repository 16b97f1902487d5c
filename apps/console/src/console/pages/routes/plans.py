"""Plans: who pays in instalments, which were met and missed, and what is next."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.boards import Board, Column, Filter
from console.pages.render import page, part
from console.pages.routes.cases import end_case, read_case, reason_in, show_cases
from console.pages.visit import Visiting

router = APIRouter()


def _next_due(row: Mapping[str, Any]) -> Any:
    return None if row["next_instalment"] is None else row["next_instalment"]["due_on"]


def _met(row: Mapping[str, Any]) -> str:
    paid = sum(each["state"] == "paid" for each in row["schedule"])
    return f"{paid} of {len(row['schedule'])}"


PLANS = Board(
    "Plans",
    "/v1/plans",
    (
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column(
            "State", lambda row: "suspended" if row["suspended_since"] else row["state"], "state"
        ),
        Column("Instalments paid", _met),
        Column(
            "Missed",
            lambda row: sum(each["state"] == "missed" for each in row["schedule"]) or None,
            optional=True,
        ),
        Column("Next due", _next_due, "day", optional=True),
        Column("Agreed", lambda row: row["created_at"], "moment", sort="created_at", optional=True),
        Column("Total", lambda row: row["total"], "amount", optional=True),
        Column("Remaining", lambda row: row["remaining"], "amount"),
    ),
    "There is no such plan.",
    lambda row: f"/plans/{row['id']}",
    (
        Filter(
            "state",
            "State",
            (
                *(("running", "Running"), ("broken", "Broken"), ("completed", "Completed")),
                *(("cancelled", "Cancelled"), ("", "All")),
            ),
        ),
    ),
    passes=("creditor", "customer_id", "invoice_id"),
    template="cases.html",
)


@router.get("/plans")
async def plans(visit: Visiting) -> Response:
    return await show_cases(visit, PLANS, "plan", rate="/plans/parts/kept")


@router.get("/plans/parts/kept")
async def kept_rate(visit: Visiting) -> Response:
    """Instalments that fell due, and how many were met by their day."""
    answer = await visit.api.get("/v1/plans/kept-rate")
    return part(visit, "parts/kept_rate.html", answer=answer)


@router.get("/plans/{id}")
async def show_plan(id: str, visit: Visiting) -> Response:
    context = await read_case(visit, f"/v1/plans/{id}", "plan")
    return page(visit, "plan.html", id=id, **context)


@router.post("/plans/{id}/cancellation")
async def cancel(id: str, visit: Visiting) -> Response:
    body = {"reason": await reason_in(visit)}
    done = "Cancelled: what remains is owed at once, and chased again."
    return await end_case(visit, f"/v1/plans/{id}/cancellation", body, done)


@router.post("/plans/{id}/renegotiation")
async def renegotiate(id: str, visit: Visiting) -> Response:
    """Each line is a day and an amount; what is neither is left to the service to refuse."""
    form = await visit.request.form()
    currency = str(form.get("currency") or "")
    lines = [line.split() for line in str(form.get("schedule") or "").splitlines() if line.strip()]
    schedule = [
        {"due_on": day, "amount": {"amount": "".join(amount), "currency": currency}}
        for day, *amount in lines
    ]
    reference = f"console-{form.get('once')}"
    body = {"reference": reference, "reason": await reason_in(visit), "schedule": schedule}
    done = "Agreed anew: this plan has ended, and another one is in its place."
    return await end_case(visit, f"/v1/plans/{id}/renegotiation", body, done)
