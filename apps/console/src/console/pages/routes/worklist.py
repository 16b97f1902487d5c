"""The worklist: whom to call next and why, what to say, and how it went in two keys."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import Board, Column, Filter, Row, show_board
from console.pages.lines import lines_of, recorded
from console.pages.render import part
from console.pages.routes.shared import PORTFOLIO, not_there, owed
from console.pages.service_apis import Answer, curl
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
OF_CALLS = (
    ("promised_to_pay", "Promised to pay", "reached"),
    ("paid_already", "Paid already", "reached"),
    ("contests", "Contests it", "reached"),
    ("asked_for_plan", "Asks for a plan", "reached"),
    ("cannot_pay", "Cannot pay", "reached"),
    ("calls_back", "Calls back", "reached"),
    ("never_received", "Never received it", "reached"),
    ("not_reached", "Not reached", "not_reached"),
    ("wrong_number", "Wrong number", "wrong_number"),
    ("no_call", "No call at all", ""),
)
"""A disposition, its words, and how the call went that it is the end of."""
OF_OTHERS = (("done", "Done", ""), ("not_possible", "Not possible", ""))
OF_ESCALATIONS = (("goes_ahead", "Goes ahead", ""), ("not_now", "Not now", ""))
DISPOSITIONS = {"call": OF_CALLS, "escalation": OF_ESCALATIONS}
OUTCOMES = {code: outcome for code, _, outcome in OF_CALLS if outcome}


def _why(row: Row) -> str:
    """What its place is made of, beside the figures of the row."""
    rank = row["rank"]
    if rank is None:
        return str(row["reason"])
    kept = f", {rank['promises_kept']} of {rank['promises_due']} promises kept"
    category = f", {rank['category'].replace('_', ' ')}" if rank["category"] else ""
    likely = f"{rank['likelihood_percent']} % likely"
    return likely + (kept if rank["promises_due"] else "") + category


WORKLIST = Board(
    "Worklist",
    "/v1/worklist",
    (
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column("Why here", _why, below=True),
        Column("What", lambda row: row["measure"] or row["kind"], "words"),
        Column("Lawful", lambda row: row["window"], "window", optional=True),
        Column(
            "Days late",
            lambda row: row["rank"] and row["rank"]["days_late"],
            "number",
            sort="days_late",
            optional=True,
        ),
        Column(
            "Expected",
            lambda row: row["rank"] and row["rank"]["expected"],
            "amount",
            sort="expected",
        ),
        Column("Open", lambda row: row["open"], "amount", sort="amount", optional=True),
    ),
    "Nothing to do: a task comes when a workflow reaches a call or a decision.",
    filters=(
        Filter(
            "kind",
            "Kind",
            (
                *(
                    ("", "All"),
                    ("call", "Calls"),
                    ("escalation", "Decisions"),
                    ("reply", "Replies"),
                ),
                *(("find_payment", "Find payments"), ("review", "Reviews")),
            ),
        ),
        Filter("unowned", "Whose", (("", "Everybody's"), ("true", "Nobody's yet"))),
        Filter("include_later", "When", (("", "Now"), ("true", "Later, too"))),
    ),
    passes=("creditor", "customer_id", "owner", "team"),
    template="worklist.html",
    opens="task",
    id="task_id",
)
HISTORY = 5
CONFLICT = 409


@router.get("/worklist")
async def worklist(visit: Visiting) -> Response:
    """Whom to call next: as the API ranks it, by what it may bring in, and why."""
    opened = visit.request.query_params.get("task", "")
    return await show_board(visit, WORKLIST, opened=opened, cards="/worklist")


@router.get("/worklist/{id}")
async def call_card(id: str, visit: Visiting) -> Response:
    """Everything somebody needs who calls, on one card."""
    task = await visit.api.get(f"/v1/tasks/{id}")
    if task.status == 404:
        raise not_there("task")
    if not task.done:
        return part(visit, "parts/call_card.html", task=task, id=id)
    customer_id, invoice_id = task.body["customer_id"], task.body["invoice_id"]
    customer, permitted = await asyncio.gather(
        visit.api.get(f"/v1/customers/{customer_id}"),
        visit.api.get("/v1/calls", customer_id=customer_id, task_id=id, limit="5"),
    )
    async with visit.reading() as connection:
        today = visit.writing.today(visit.now)
        rows = await recorded(connection, customer_id, HISTORY)
        lines = await lines_of(connection, rows, visit.writing)
        sums = await owed(connection, [customer_id], today, None)
        invoice = await connection.fetchrow(PORTFOLIO["invoice"], invoice_id)
        codes = {row["id"]: row["code"] for row in await connection.fetch(PORTFOLIO["creditors"])}
    return part(
        visit,
        "parts/call_card.html",
        task=task,
        id=id,
        customer=customer,
        calls=permitted,
        lines=lines,
        sums=sums[customer_id],
        invoice=invoice,
        dispositions=DISPOSITIONS.get(task.body["kind"], OF_OTHERS),
        persons=_persons(customer),
        codes=codes,
        once=new_id(),
    )


def _persons(customer: Answer) -> Sequence[Any]:
    return list(customer.body.get("persons", [])) if customer.done else []


@router.post("/worklist/{id}/permission")
async def ask_to_call(id: str, visit: Visiting) -> Response:
    """May this person be called now? The rules say, and whatever they say is on record."""
    form = await visit.request.form()
    customer_id = str(form.get("customer_id"))
    body = {
        "reference": str(form.get("once")),
        "customer_id": customer_id,
        "person_id": str(form.get("person_id")),
        "creditor": str(form.get("creditor")),
        "invoices": [{"invoice_id": str(form.get("invoice_id"))}],
        "task_id": id,
    }
    answer = await act(visit, "POST", "/v1/calls", body, customer_id)
    shown = curl(visit.api.base, "POST", "/v1/calls", body)
    return part(visit, "parts/permission.html", answer=answer, curl=shown)


@router.post("/worklist/{id}/disposition")
async def dispose(id: str, visit: Visiting) -> Response:
    """How it went: first of the call, where there was one, then of the task, which is done then."""
    form = await visit.request.form()
    disposition, customer_id = str(form.get("disposition")), str(form.get("customer_id"))
    call_id, note = (str(form.get(field) or "").strip() for field in ("call_id", "note"))
    notes = {"note": note} if note else {}
    outcome = OUTCOMES.get(disposition)
    path = f"/v1/tasks/{id}/completion"
    body = {"disposition": disposition, **notes}
    if disposition == "promised_to_pay" and (day := str(form.get("due_on") or "")):
        body["due_on"] = day
    if outcome is not None:
        body["call_id"] = call_id
        of_call = f"/v1/calls/{call_id}/outcome"
        result = {"outcome": outcome, **notes}
        answer = await act(visit, "POST", of_call, result, customer_id, version="*")
        if (
            not answer.done and answer.status != CONFLICT
        ):  # it was said before, and the task was not
            return _after(visit, answer, curl(visit.api.base, "POST", of_call, result))
    answer = await act(visit, "POST", path, body, customer_id, version="*")
    return _after(visit, answer, curl(visit.api.base, "POST", path, body))


def _after(visit: Visit, answer: Answer, shown: str) -> Response:
    found = part(
        visit, "parts/result.html", answer=answer, done="Done. On to the next.", curl=shown
    )
    if answer.done:
        found.headers["HX-Trigger"] = "task-done"
    return found
