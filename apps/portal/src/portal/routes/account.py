"""What is owed, what has been agreed, and each invoice."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from portal.render import page
from portal.services import Answer
from portal.visit import Account, Visit, Visiting
from recoup_events.kernel.money import Money, total

router = APIRouter()
Shown = Mapping[str, Any]
PAYMENTS = {"pending": "home.payment", "returned": "home.payment_returned"}


@router.get("/")
async def home(visit: Visiting) -> Response:
    if visit.link.purpose != "account":
        return RedirectResponse("/reach", 303)
    of = {"customer_id": visit.link.customer_id, "creditor": visit.creditor["code"], "limit": "20"}
    invoices, promises, plans, disputes, attempts = await asyncio.gather(
        visit.open_invoices(),
        visit.api.get("/v1/promises", **of),
        visit.api.get("/v1/plans", **of),
        visit.api.get("/v1/disputes", sort="-updated_at", **of),
        visit.api.get("/v1/payment-attempts", customer_id=visit.link.customer_id, limit="5"),
    )
    arranged = [
        *(_payment(visit, each) for each in _open(visit, attempts, *PAYMENTS)),
        *(_promise(visit, each) for each in _open(visit, promises, "open")),
        *(_plan(visit, each) for each in _open(visit, plans, "running", "suspended")),
        *await _disputes(visit, disputes, invoices),
    ]
    return page(
        visit, "home.html", invoices=invoices, sums=sums(visit, invoices), arranged=arranged
    )


def sums(visit: Visit, invoices: Sequence[Shown]) -> Sequence[Shown]:
    """What is open in each currency, what of it is late, and what comes next."""
    found = []
    for currency in sorted({each["balance"]["currency"] for each in invoices}):
        own = [each for each in invoices if each["balance"]["currency"] == currency]
        today = visit.today.isoformat()
        late = [each for each in own if each["due_date"] < today]
        coming = next((each for each in own if each["due_date"] >= today), None)
        overdue = amount_of(late, currency) if late else None
        found.append({"open": amount_of(own, currency), "overdue": overdue, "next": coming})
    return found


def amount_of(invoices: Sequence[Shown], currency: str) -> Mapping[str, str]:
    whole = total((Money.parse(each["balance"]["amount"], currency) for each in invoices), currency)
    return {"amount": whole.decimal, "currency": currency}


def _open(visit: Visit, answer: Answer, *states: str) -> Iterator[Shown]:
    return (row for row in answer.rows if row["state"] in states and visit.is_theirs(row))


def _payment(visit: Visit, attempt: Shown) -> Shown:
    words = PAYMENTS[attempt["state"]]
    return {"text": visit.words(words, amount=visit.money(attempt["amount"])), "rows": ()}


def _promise(visit: Visit, promise: Shown) -> Shown:
    over = promise["due_on"] < visit.today.isoformat()
    words = "home.promise_over" if over else "home.promise"
    values = {"amount": visit.money(promise["promised"]), "day": visit.day(promise["due_on"])}
    return {"text": visit.words(words, **values), "rows": ()}


def _plan(visit: Visit, plan: Shown) -> Shown:
    state = {name: visit.money(plan[name]) for name in ("settled", "remaining")}
    sentences = [
        visit.words("home.plan", amount=visit.money(plan["total"])),
        visit.words("home.plan_state", **state),
    ]
    coming = plan["next_instalment"]
    if coming is not None:
        next_one = {"amount": visit.money(coming["open"]), "day": visit.day(coming["due_on"])}
        sentences.append(visit.words("home.plan_next", **next_one))
    rows = [each for each in plan["schedule"] if each["state"] != "paid"]
    return {"text": " ".join(sentences), "rows": rows}


async def _disputes(visit: Visit, answer: Answer, invoices: Sequence[Shown]) -> Sequence[Shown]:
    """Those that are open, and the last few that were decided."""
    numbers = {each["id"]: each["number"] for each in invoices}
    shown = []
    for dispute in [row for row in answer.rows if visit.is_theirs(row)][:5]:
        number = numbers.get(dispute["invoice_id"])
        if number is None:
            found = await visit.api.get(f"/v1/invoices/{dispute['invoice_id']}")
            number = found.body.get("number", "") if found.done else ""
        text = _dispute(visit, dispute, number)
        if text is not None:
            shown.append({"text": text, "rows": ()})
    return shown


def _dispute(visit: Visit, dispute: Shown, number: str) -> str | None:
    words = visit.words
    if dispute["state"] in ("upheld", "partly_upheld") and dispute["credit"] is not None:
        credit = visit.money(dispute["credit"])
        return words("home.dispute_upheld", number=number, amount=credit)
    if dispute["state"] == "rejected":
        reason = dispute["outcome_reason"] or ""
        return words("home.dispute_rejected", number=number, reason=reason)
    if dispute["state"] != "open":
        return None
    text = words("home.dispute", number=number, amount=visit.money(dispute["amount"]))
    if dispute["review_at"] is None or dispute["overdue"]:
        return text
    return f"{text} {words('home.dispute_by', day=visit.day(dispute['review_at'][:10]))}"


@router.get("/invoices/{id}")
async def show_invoice(id: str, visit: Account) -> Response:
    """With every charge for it, and the sum it was reckoned by."""
    invoice = await visit.invoice(id)
    listed = await visit.api.get("/v1/charges", invoice_id=id, limit="50")
    owed = Money.parse(invoice["balance"]["amount"], invoice["balance"]["currency"]).minor_units > 0
    return page(visit, "invoice.html", invoice=invoice, charges=listed.rows, owed=owed)


@router.get("/statement")
async def statement(visit: Account) -> Response:
    path = f"/v1/customers/{visit.link.customer_id}/statement"
    answer = await visit.api.get(path, creditor=visit.creditor["code"], limit="100")
    more = bool(answer.body.get("has_more")) if answer.done else False
    return page(visit, "statement.html", entries=answer.rows, more=more)
