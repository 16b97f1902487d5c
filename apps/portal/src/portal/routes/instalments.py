"""Paying in instalments: asked for, compared, accepted; then how the plan stands."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from portal import arranged
from portal.forms import day_of, days_ahead, text_of
from portal.render import HEADERS, page
from portal.routes.account import sums
from portal.routes.paying import transfer_of
from portal.services import Answer
from portal.visit import Account, ServiceAway, Visit

router = APIRouter()
Shown = Mapping[str, Any]
RHYTHMS = ("week", "two_weeks", "month")
MOST_INSTALMENTS = 60
LATEST_FIRST = 60
"""Days ahead that the first instalment may be wished for; what is right, the policy says."""


@router.get("/instalments")
async def ask_for_instalments(visit: Account) -> Response:
    return await _form(visit)


async def _form(
    visit: Visit, problem: str | None = None, status: int = 200, filled_in: Shown | None = None
) -> Response:
    invoices = await visit.open_invoices()
    nothing = {"every": "month", "instalments": "", "first": "", "words": "", "currency": ""}
    return page(
        visit,
        "instalments.html",
        status,
        sums=sums(visit, invoices),
        rhythms=RHYTHMS,
        first=days_ahead(visit.today, 1),
        last=days_ahead(visit.today, LATEST_FIRST),
        most=MOST_INSTALMENTS,
        filled_in=filled_in or nothing,
        problem=problem,
    )


@router.post("/instalments")
async def request_plan(visit: Account) -> Response:
    """Offered at once where the policy allows it; else a person decides."""
    form = await visit.request.form()
    names = ("every", "instalments", "first", "words", "currency")
    filled_in = {name: text_of(form, name) for name in names}
    wish, problem = _wish(visit, filled_in)
    if problem is not None:
        return await _form(visit, problem, 422, filled_in)
    once = visit.once(form)
    body = {
        "reference": f"portal-{once[:32]}",
        "customer_id": visit.link.customer_id,
        "creditor": visit.creditor["code"],
        "currency": filled_in["currency"],
        "wish": wish,
        "words": filled_in["words"] or None,
    }
    sent = {name: value for name, value in body.items() if value is not None}
    answer = await visit.api.send("POST", "/v1/plan-offers/requests", sent, once)
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return await _form(visit, visit.words("problem.refused"), 409, filled_in)
    return RedirectResponse(f"/offers/{answer.body['id']}", 303, HEADERS)


def _wish(visit: Visit, form: Mapping[str, str]) -> tuple[Shown | None, str | None]:
    """What was asked for, if anything; or what is not right about it."""
    if not form["currency"]:
        return None, visit.words("problem.choose")
    if not form["instalments"]:
        return None, None
    last = days_ahead(visit.today, LATEST_FIRST)
    day = day_of(form, "first", days_ahead(visit.today, 1), last) if form["first"] else None
    if form["first"] and day is None:
        return None, visit.words("problem.day", day=visit.day(last))
    count = form["instalments"]
    right = count.isascii() and count.isdecimal() and 2 <= int(count[:4]) <= MOST_INSTALMENTS
    if form["every"] not in RHYTHMS or not right:
        return None, visit.words("problem.instalments", most=MOST_INSTALMENTS)
    wish: dict[str, Any] = {"every": form["every"], "instalments": int(count)}
    return (wish if day is None else {**wish, "first_due_on": day.isoformat()}), None


@router.get("/offers/{id}")
async def show_offer(id: str, visit: Account) -> Response:
    return _offer(visit, await visit.theirs(f"/v1/plan-offers/{id}"))


def _offer(visit: Visit, offer: Shown, problem: str | None = None, status: int = 200) -> Response:
    return page(visit, "offer.html", status, offer=offer, problem=problem)


@router.post("/offers/{id}/acceptance")
async def accept(id: str, visit: Account) -> Response:
    """Accepted already it stays so; what has changed meanwhile is said."""
    offer = await visit.theirs(f"/v1/plan-offers/{id}")
    form = await visit.request.form()
    option = text_of(form, "option")
    if option not in [each["option"] for each in offer["options"]]:
        return _offer(visit, offer, visit.words("problem.choose"), 422)
    body = {"option": option, "person_id": visit.link.person_id}
    sent = {name: value for name, value in body.items() if value is not None}
    path = f"/v1/plan-offers/{offer['id']}"
    answer = await visit.api.send("POST", f"{path}/acceptance", sent, visit.once(form))
    if not _is_done(answer):
        return _offer(visit, await visit.theirs(path), visit.words("offer.changed"), 409)
    return RedirectResponse(f"/plans/{answer.body['plan_id']}", 303, HEADERS)


@router.post("/offers/{id}/decline")
async def decline(id: str, visit: Account) -> Response:
    offer = await visit.theirs(f"/v1/plan-offers/{id}")
    path = f"/v1/plan-offers/{offer['id']}"
    once = visit.once(await visit.request.form())
    _is_done(await visit.api.send("POST", f"{path}/decline", {}, once))
    return RedirectResponse(f"/offers/{offer['id']}", 303, HEADERS)


def _is_done(answer: Answer) -> bool:
    if answer.away:
        raise ServiceAway
    return answer.done


@router.get("/plans/{id}")
async def show_plan(id: str, visit: Account) -> Response:
    """What is next and how to pay it, what was missed, and until when it can be made good."""
    plan = await visit.theirs(f"/v1/plans/{id}")
    invoices = await _invoices(visit, plan["slices"])
    missed, coming = arranged.missed_of(plan), plan["next_instalment"]
    due = missed[0] if missed else coming
    runs = plan["state"] == "running"
    return page(
        visit,
        "plan.html",
        plan=plan,
        invoices=invoices,
        stands=_stands(visit, plan),
        next_is=arranged.comes_next(visit, plan) if runs else "",
        warns=bool(missed) or plan["state"] == "broken",
        due=due,
        way=transfer_of(visit, due["open"], invoices) if runs and due is not None else None,
        until={each["due_on"]: visit.day(arranged.last_day_of(plan, each)) for each in missed},
        breached=_breached(visit, plan),
        late=await _invoices(visit, plan["breaches"]),
    )


async def _invoices(visit: Visit, parts: Sequence[Shown]) -> Sequence[Shown]:
    ids = dict.fromkeys(part["invoice_id"] for part in parts)
    return await asyncio.gather(*map(visit.invoice, ids))


def _stands(visit: Visit, plan: Shown) -> str:
    amounts = {name: visit.money(plan[name]) for name in ("total", "settled", "remaining")}
    return visit.words(f"plan.state_{plan['state']}", **amounts)


def _breached(visit: Visit, plan: Shown) -> str | None:
    """A newer invoice is late, which breaks the plan unless it is paid."""
    if not plan["breaches"]:
        return None
    soonest = min(each["cure_until"] for each in plan["breaches"])
    return visit.words("plan.breached", until=visit.day(soonest))
