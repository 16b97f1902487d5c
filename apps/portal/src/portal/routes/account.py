"""What is owed, what has been agreed, and each invoice."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from portal import arranged as arranging
from portal.render import page
from portal.visit import Account, Visit, Visiting
from recoup_events.kernel.money import Money, total

router = APIRouter()
Shown = Mapping[str, Any]


@router.get("/")
async def home(visit: Visiting) -> Response:
    if visit.link.purpose != "account":
        return RedirectResponse("/reach", 303)
    of = {"customer_id": visit.link.customer_id, "creditor": visit.creditor["code"], "limit": "20"}
    invoices, promises, offers, plans, disputes, attempts = await asyncio.gather(
        visit.open_invoices(),
        visit.api.get("/v1/promises", **of),
        visit.api.get("/v1/plan-offers", sort="-created_at", **of),
        visit.api.get("/v1/plans", sort="-created_at", **of),
        visit.api.get("/v1/disputes", sort="-updated_at", **of),
        visit.api.get("/v1/payment-attempts", customer_id=visit.link.customer_id, limit="5"),
    )
    arranged = [
        *arranging.payments(visit, attempts, invoices),
        *arranging.promises(visit, promises),
        *arranging.offers(visit, offers),
        *arranging.plans(visit, plans),
        *await arranging.disputes(visit, disputes, invoices),
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
