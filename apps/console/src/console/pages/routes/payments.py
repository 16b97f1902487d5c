"""Money that waits for a person: whose it is, what it pays, and what may still be changed about it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from console.pages.acting import act
from console.pages.boards import names_of, show_board
from console.pages.money_boards import AMBIGUOUS, RECEIPTS
from console.pages.render import part
from console.pages.routes.shared import read_card
from console.pages.service_apis import Answer, curl
from console.pages.visit import Visit, Visiting
from recoup_service.ids import new_id

router = APIRouter()
PARTS = 4
"""Rows of the form that splits money; a program may send more."""


@router.get("/payments")
async def receipts(visit: Visiting) -> Response:
    opened = visit.request.query_params.get("receipt", "")
    return await show_board(visit, RECEIPTS, opened=opened, cards="/payments/receipts")


@router.get("/payments/ambiguous")
async def ambiguous(visit: Visiting) -> Response:
    opened = visit.request.query_params.get("payment", "")
    return await show_board(visit, AMBIGUOUS, opened=opened, cards="/payments/of-customers")


@router.get("/payments/receipts/{id}")
async def receipt_card(id: str, visit: Visiting) -> Response:
    """What the bank saw, whose it may be and why, and what was decided."""
    receipt = await read_card(
        visit, f"/v1/receipts/{id}", "payment", f"/payments?state=all&receipt={id}"
    )
    became = await _became(visit, receipt)
    names = await names_of(visit, _named(receipt))
    return part(
        *(visit, "parts/receipt_card.html"),
        receipt=receipt,
        id=id,
        names=names,
        became=became,
        parts=PARTS,
        once=new_id(),
    )


async def _became(visit: Visit, receipt: Answer) -> Mapping[str, Answer]:
    """The payments it became, which may be changed still."""
    decisions = receipt.body["decisions"] if receipt.done else []
    ids = [id for each in decisions for id in each["payment_ids"]][:20]
    found = await asyncio.gather(*(visit.api.get(f"/v1/payments/{id}") for id in ids))
    return dict(zip(ids, found, strict=True))


def _named(receipt: Answer) -> list[Mapping[str, Any]]:
    candidates = receipt.body["candidates"] if receipt.done else []
    return [*candidates, *(each for candidate in candidates for each in candidate["pays"])]


@router.get("/payments/of-customers/{id}")
async def payment_card(id: str, visit: Visiting) -> Response:
    """A payment of a customer's: what it pays, and what is on account."""
    in_list = f"/payments/ambiguous?ambiguous=all&payment={id}"
    payment = await read_card(visit, f"/v1/payments/{id}", "payment", in_list)
    body = payment.body if payment.done else {"allocations": [], "ambiguous_numbers": []}
    fits = [each for number in body["ambiguous_numbers"] for each in number["candidates"]]
    names = await names_of(visit, [*body["allocations"], *fits, body])
    return part(
        visit,
        "parts/payment_card.html",
        payment=payment,
        id=id,
        names=names,
        fits=fits,
        once=new_id(),
    )


@router.get("/payments/customers")
async def customers_called(visit: Visiting) -> Response:
    """Whom a part of a receipt may belong to, by a part of a name or of your id."""
    text = (visit.request.query_params.get("customer") or "").strip()[:100]
    found = await visit.api.get("/v1/customers", search=text, limit="8") if len(text) > 1 else None
    return part(visit, "parts/customer_options.html", rows=[] if found is None else found.rows)


@router.post("/payments/receipts/{id}/acceptance")
async def accept(id: str, visit: Visiting) -> Response:
    """The candidate that was chosen, or what the form says instead."""
    form = await visit.request.form()
    reason = str(form.get("reason") or "").strip()
    number = str(form.get("candidate") or "")
    body: dict[str, Any] = (
        {"candidate": int(number)}
        if number.isdecimal() and len(number) < 4
        else {"parts": _parts(form)}
    )
    if reason:
        body["reason"] = reason
    return await _of_receipt(visit, id, "acceptance", body, "Booked.")


def _parts(form: FormData) -> list[dict[str, Any]]:
    """A row of the form without a customer is no part."""
    currency = str(form.get("currency"))
    names, amounts, invoices, uses = (
        [str(each).strip() for each in form.getlist(name)]
        for name in ("customer", "amount", "invoices", "use")
    )
    rows = zip(names, amounts, invoices, uses, strict=False)
    return [_part(*row, currency) for row in rows if row[0]]


def _part(customer: str, amount: str, invoices: str, use: str, currency: str) -> dict[str, Any]:
    whose = "customer_id" if customer.startswith("cus_") else "customer_external_id"
    found: dict[str, Any] = {whose: customer}
    if amount:
        found["amount"] = {"amount": amount, "currency": currency}
    numbers = [{"invoice": each.strip()} for each in invoices.split(",") if each.strip()]
    if numbers:
        found["references"] = numbers
    elif use == "account":
        found["auto_allocate"] = False
    return found


@router.post("/payments/receipts/{id}/return")
async def send_back(id: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    body = {"reason": str(form.get("reason") or "").strip()}
    return await _of_receipt(
        visit, id, "return", body, "Recorded: it goes back to whoever sent it."
    )


@router.post("/payments/receipts/{id}/matching")
async def match_anew(id: str, visit: Visiting) -> Response:
    return await _of_receipt(visit, id, "matching", {}, "Looked at once more; open it to see.")


async def _of_receipt(
    visit: Visit, id: str, what: str, body: Mapping[str, Any], done: str
) -> Response:
    path = f"/v1/receipts/{id}/{what}"
    answer = await act(visit, "POST", path, body, version=await _version(visit))
    became = await _became(visit, answer) if answer.done else {}
    shown = curl(visit.api.base, "POST", path, body)
    found = part(
        *(visit, "parts/receipt_result.html"),
        answer=answer,
        done=done,
        became=became,
        once=new_id(),
        curl=shown,
    )
    if answer.done and what != "matching":
        found.headers["HX-Trigger"] = "row-done"
    return found


async def _version(visit: Visit) -> str:
    """What was looked at: whoever decides on something that has changed since is told so."""
    form = await visit.request.form()
    return str(form.get("version") or "*")


@router.post("/payments/of-customers/{id}/allocation")
async def allocate(id: str, visit: Visiting) -> Response:
    """Money on account pays the invoices that are named."""
    form = await visit.request.form()
    named = [str(each).strip() for each in form.getlist("invoice")]
    body = {"references": [{"invoice": each} for each in named if each]}
    path = f"/v1/payments/{id}/allocations"
    return await _of_payment(visit, path, body, "Allocated.", str(form.get("customer_id")))


@router.post("/payments/of-customers/{id}/unallocation")
async def unallocate(id: str, visit: Visiting) -> Response:
    """The undo of an allocation: the money is on account again, and the invoice owed."""
    form = await visit.request.form()
    path = f"/v1/payments/{id}/allocations/{form.get('allocation_id')}/unallocation"
    body = {"reason": str(form.get("reason") or "Allocated by mistake")}
    done = "Taken back: the money is on account, and the invoice is owed again."
    return await _of_payment(visit, path, body, done, str(form.get("customer_id")))


async def _of_payment(
    visit: Visit, path: str, body: Mapping[str, Any], done: str, customer_id: str
) -> Response:
    answer = await act(visit, "POST", path, body, customer_id, version="*")
    shown = curl(visit.api.base, "POST", path, body)
    return part(visit, "parts/result.html", answer=answer, done=done, curl=shown)
