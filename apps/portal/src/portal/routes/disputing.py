"""Seeing it differently: an invoice, a line or an amount of it is contested, with a photo where there is one."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from portal.evidence import keep_file
from portal.forms import amount_of, text_of
from portal.render import page
from portal.visit import Account, ServiceAway, Visit
from recoup_events.dispute import Reason
from recoup_events.kernel.money import Money

router = APIRouter()
FIELDS = ("reason", "statement", "amount", "line")
Shown = Mapping[str, Any]


@router.get("/dispute")
async def choose_invoice(visit: Account) -> Response:
    return page(visit, "dispute_which.html", invoices=await visit.open_invoices())


@router.get("/invoices/{id}/dispute")
async def ask(id: str, visit: Account) -> Response:
    return _page(visit, await visit.invoice(id))


def _page(
    visit: Visit,
    invoice: Shown,
    problem: str | None = None,
    status: int = 200,
    filled_in: Shown | None = None,
) -> Response:
    """With what was written already: nobody writes it twice."""
    reasons = [(each.value, visit.words(f"dispute.reason_{each}")) for each in Reason]
    more = {"reasons": reasons, "lines": _contestable(invoice), "problem": problem}
    nothing = dict.fromkeys(FIELDS, "")
    return page(
        visit, "dispute.html", status, invoice=invoice, filled_in=filled_in or nothing, **more
    )


def _contestable(invoice: Shown) -> Sequence[tuple[str, str, Money]]:
    """The lines that ask for something: number, words, and what each comes to with its tax."""
    lines = [
        (str(number), str(line["description"]), _money(line["net"]) + _money(line["tax"]))
        for number, line in enumerate(invoice["lines"], start=1)
    ]
    return [line for line in lines if line[2].minor_units > 0]


def _money(shown: Mapping[str, str]) -> Money:
    return Money.parse(shown["amount"], shown["currency"])


@router.post("/invoices/{id}/dispute")
async def dispute(id: str, visit: Account) -> Response:
    invoice = await visit.invoice(id)
    form = await visit.request.form()
    filled_in = {name: text_of(form, name) for name in FIELDS}
    line = next((each for each in _contestable(invoice) if each[0] == filled_in["line"]), None)
    balance = _money(invoice["balance"])
    most = balance if line is None else min(balance, line[2])
    amount = amount_of(filled_in["amount"], most)
    problem = _missing(visit, filled_in, amount, most)
    if problem is not None:
        return _page(visit, invoice, problem, 422, filled_in)
    once = visit.once(form)
    body: dict[str, Any] = {
        "reference": f"portal-{once[:32]}",
        "customer_id": visit.link.customer_id,
        "invoice_id": invoice["id"],
        "reason": filled_in["reason"],
        "statement": filled_in["statement"],
    }
    if line is not None:
        body["line"] = int(line[0])
    if amount is not None:
        body["amount"] = {"amount": amount.decimal, "currency": amount.currency}
    answer = await visit.api.send("POST", "/v1/disputes", body, once)
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return _page(visit, invoice, visit.words("problem.refused"), 409, filled_in)
    took = await keep_file(visit, answer.body["id"], form.get("photo"))
    words = [visit.words("done.dispute", number=invoice["number"])]
    if took is not None:
        words.append(visit.words("done.dispute_photo" if took else "done.dispute_photo_not"))
    onward = (f"/disputes/{answer.body['id']}", visit.words("home.dispute_see"))
    return page(visit, "done.html", sentences=words, onward=onward)


def _missing(visit: Visit, form: Shown, amount: Money | None, most: Money) -> str | None:
    words = visit.words
    if form["reason"] not in list(Reason):
        return words("problem.choose")
    if not form["statement"]:
        return words("problem.statement")
    if form["amount"] and amount is None:
        example = visit.money({"amount": most.decimal, "currency": most.currency})
        return words("problem.amount", example=example)
    return None
