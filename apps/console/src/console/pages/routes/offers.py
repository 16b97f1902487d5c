"""Plan offers: what was asked for and waits for a person, what a debtor may accept, and making one."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import Board, Column, Filter, names_of
from console.pages.render import page, part
from console.pages.routes.cases import end_case, read_case, reason_in, show_cases
from console.pages.service_apis import curl
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
FIELDS = (
    *("customer_id", "every", "instalments", "first_due_on", "interest", "keep_current"),
    *("wants_to_keep_trading", "reason", "once"),
)
"""Of the form by which an offer is tried and made."""
OFFERS = Board(
    "Plan offers",
    "/v1/plan-offers",
    (
        Column("Customer", lambda row: row["customer_id"], "customer"),
        Column("State", lambda row: row["state"], "state"),
        Column("Asked by", lambda row: row["asked_by"], "words", optional=True),
        Column("Options", lambda row: len(row["options"]), "number", optional=True),
        Column("Stands until", lambda row: row["expires_on"], "day"),
        Column("Made", lambda row: row["created_at"], "moment", sort="created_at", optional=True),
        Column("Total", lambda row: row["total"], "amount"),
    ),
    "There is no such offer.",
    lambda row: f"/plan-offers/{row['id']}",
    (
        Filter(
            "state",
            "State",
            (
                *(("referred", "To decide"), ("open", "Open"), ("accepted", "Accepted")),
                *(("declined", "Declined"), ("withdrawn", "Withdrawn")),
                *(("superseded", "Superseded"), ("expired", "Expired"), ("", "All")),
            ),
        ),
        Filter(
            "asked_by",
            "Asked by",
            (
                *(("", "Anybody"), ("debtor", "The debtor")),
                *(("creditor", "Us"), ("hardship", "A hardship")),
            ),
        ),
    ),
    passes=("creditor", "customer_id", "invoice_id"),
    template="cases.html",
)


@router.get("/plan-offers")
async def offers(visit: Visiting) -> Response:
    return await show_cases(visit, OFFERS, "offer")


@router.get("/plan-offers/new")
async def new_offer(visit: Visiting) -> Response:
    customer_id = visit.request.query_params.get("customer_id", "")
    names = await names_of(visit, [{"customer_id": customer_id}])
    return page(visit, "offer_new.html", customer_id=customer_id, names=names, once=new_id())


@router.post("/plan-offers/preview")
async def preview(visit: Visiting) -> Response:
    """What would be offered, what each option means for the cash, and what the policy says."""
    form = await _form(visit)
    body = _wished(form)
    answer = await visit.api.send("POST", "/v1/plan-offers/preview", body, str(new_id()))
    call = curl(visit.api.base, "POST", "/v1/plan-offers/preview", body)
    return part(visit, "parts/offer_tried.html", answer=answer, form=form, once=new_id(), curl=call)


@router.post("/plan-offers")
async def make(visit: Visiting) -> Response:
    """The form's own token names it, so that it is made once."""
    form = await _form(visit)
    body = {**_wished(form), "reference": f"console-{form['once']}"}
    if form["reason"]:
        body["override"] = form["reason"]
    answer = await act(visit, "POST", "/v1/plan-offers", body, form["customer_id"])
    call = curl(visit.api.base, "POST", "/v1/plan-offers", body)
    done = "Offered. The debtor sees it on the portal."
    return part(visit, "parts/result.html", answer=answer, done=done, curl=call)


async def _form(visit: Visit) -> Mapping[str, str]:
    form = await visit.request.form()
    return {name: str(form.get(name) or "").strip() for name in FIELDS}


def _wished(form: Mapping[str, str]) -> dict[str, Any]:
    """What is left empty is as the plan policy says."""
    body: dict[str, Any] = {"customer_id": form["customer_id"]}
    if form["instalments"]:
        count = form["instalments"]
        wish = {"every": form["every"], "instalments": int(count) if count.isdecimal() else count}
        first = {"first_due_on": form["first_due_on"]} if form["first_due_on"] else {}
        body["options"] = [{**wish, **first}]
    if form["interest"]:
        body["interest"] = form["interest"]
    answers = {name: form[name] for name in ("keep_current", "wants_to_keep_trading")}
    return {**body, **{name: answer == "yes" for name, answer in answers.items() if answer}}


@router.get("/plan-offers/{id}")
async def show_offer(id: str, visit: Visiting) -> Response:
    context = await read_case(visit, f"/v1/plan-offers/{id}", "plan offer")
    return page(visit, "offer.html", id=id, **context)


@router.post("/plan-offers/{id}/override")
async def override(id: str, visit: Visiting) -> Response:
    body = {"reason": await reason_in(visit)}
    done = "Offered all the same. The debtor sees it on the portal."
    return await end_case(visit, f"/v1/plan-offers/{id}/override", body, done)


@router.post("/plan-offers/{id}/decline")
async def decline(id: str, visit: Visiting) -> Response:
    reason = await reason_in(visit)
    body = {"reason": reason} if reason else {}
    return await end_case(visit, f"/v1/plan-offers/{id}/decline", body, "Declined.")


@router.post("/plan-offers/{id}/withdrawal")
async def withdraw(id: str, visit: Visiting) -> Response:
    body = {"reason": await reason_in(visit)}
    done = "Withdrawn: it cannot be accepted any more."
    return await end_case(visit, f"/v1/plan-offers/{id}/withdrawal", body, done)


@router.post("/plan-offers/{id}/acceptance")
async def accept(id: str, visit: Visiting) -> Response:
    """In the debtor's name, as said in a call."""
    form = await visit.request.form()
    body = {"option": str(form.get("option") or "")}
    done = "Accepted: it is a plan now, and what it covers is chased no more."
    return await end_case(visit, f"/v1/plan-offers/{id}/acceptance", body, done)
