"""Needing time: a day on which it will be paid, or that it cannot be paid at present."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from portal.forms import day_of, days_ahead, text_of
from portal.render import page
from portal.routes.account import sums
from portal.visit import Account, ServiceAway, Visit

router = APIRouter()
LONGEST_DAYS = 30
"""Where no policy can be read."""
Shown = Mapping[str, Any]


@router.get("/time")
async def ask_for_time(visit: Account, invoice: str | None = None) -> Response:
    return await _page(visit, chosen=invoice)


async def _page(
    visit: Visit, problem: str | None = None, status: int = 200, chosen: str | None = None
) -> Response:
    invoices = await visit.open_invoices()
    conditions = visit.customer.get("conditions", ())
    last = await _last_day(visit)
    return page(
        visit,
        "time.html",
        status,
        invoices=invoices,
        sums=sums(visit, invoices),
        first=days_ahead(visit.today, 1),
        last=last,
        chosen=chosen,
        problem=problem,
        is_known=any(_counts(visit, each) for each in conditions),
    )


def _counts(visit: Visit, condition: Shown) -> bool:
    today = visit.today.isoformat()
    until = condition.get("effective_until")
    is_over = condition.get("lifted") is not None or (until is not None and until <= today)
    return condition["condition"] == "hardship" and not is_over


async def _last_day(visit: Visit) -> date:
    """As far ahead as the creditor's policy lets a promise be."""
    policy = await visit.api.get("/v1/promise-policy", creditor=visit.creditor["code"])
    days = policy.body["longest_days"] if policy.done else LONGEST_DAYS
    return days_ahead(visit.today, days)


@router.post("/time/promise")
async def promise(visit: Account) -> Response:
    form = await visit.request.form()
    last = await _last_day(visit)
    day = day_of(form, "day", days_ahead(visit.today, 1), last)
    if day is None:
        return await _page(visit, visit.words("problem.day", day=visit.day(last)), 422)
    which = text_of(form, "which")
    invoices = [
        each
        for each in await visit.open_invoices()
        if which in (each["id"], f"all {each['balance']['currency']}")
    ]
    if not invoices:
        return await _page(visit, visit.words("problem.choose"), 422)
    once = visit.once(form)
    body = {
        "reference": f"portal-{once[:32]}",
        "customer_id": visit.link.customer_id,
        "slices": [{"invoice_id": each["id"]} for each in invoices],
        "due_on": day.isoformat(),
        "given_by": "portal",
        "person_id": visit.link.person_id,
    }
    answer = await visit.api.send("POST", "/v1/promises", body, once)
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return await _page(visit, _why_not(visit, answer.code), 409)
    values = {"amount": visit.money(answer.body["promised"]), "day": visit.day(day)}
    return page(visit, "done.html", sentences=[visit.words("done.promise", **values)])


def _why_not(visit: Visit, code: str) -> str:
    return visit.words("problem.more_promises" if code == "promise_refused" else "problem.refused")


@router.post("/time/hardship")
async def declare_hardship(visit: Account) -> Response:
    form = await visit.request.form()
    body = {
        "condition": "hardship",
        "creditor": visit.creditor["code"],
        "source": f"The debtor, on the portal (link {visit.link.link_id})",
        "effective_from": visit.today.isoformat(),
        "note": text_of(form, "note") or None,
    }
    path = f"/v1/customers/{visit.link.customer_id}/conditions"
    answer = await visit.api.send("POST", path, body, visit.once(form))
    if answer.away:
        raise ServiceAway
    if not answer.done and answer.status != 409:
        return await _page(visit, visit.words("problem.refused"), 409)
    onward = ("/instalments", visit.words("instalments.ask"))
    return page(visit, "done.html", sentences=[visit.words("done.hardship")], onward=onward)
