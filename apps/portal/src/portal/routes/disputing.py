"""Seeing it differently: an invoice, a line or an amount of it is contested, with a photo where there is one."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response

from portal.forms import amount_of, text_of
from portal.render import page
from portal.visit import Account, ServiceAway, Visit
from recoup_events.dispute import Reason
from recoup_events.kernel.money import Money
from recoup_files.sniffing import content_type_of

router = APIRouter()
MOST_FILE_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 512 * 1024
"""As the invoice service takes them."""
KEPT = ("image/jpeg", "image/png", "application/pdf")
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
    reasons = [
        (each.value, visit.words.any(f"dispute.reason_{each}", "dispute.reason_other"))
        for each in Reason
    ]
    nothing = dict.fromkeys(("reason", "statement", "amount", "line"), "")
    more = {"reasons": reasons, "problem": problem, "filled_in": filled_in or nothing}
    return page(visit, "dispute.html", status, invoice=invoice, **more)


@router.post("/invoices/{id}/dispute")
async def dispute(id: str, visit: Account) -> Response:
    invoice = await visit.invoice(id)
    form = await visit.request.form()
    filled_in = {name: text_of(form, name) for name in ("reason", "statement", "amount", "line")}
    balance = Money.parse(invoice["balance"]["amount"], invoice["balance"]["currency"])
    if filled_in["reason"] not in list(Reason):
        return _page(visit, invoice, visit.words("problem.choose"), 422, filled_in)
    if not filled_in["statement"]:
        return _page(visit, invoice, visit.words("problem.statement"), 422, filled_in)
    amount = amount_of(filled_in["amount"], balance) if filled_in["amount"] else None
    if filled_in["amount"] and amount is None:
        example = visit.money(invoice["balance"])
        return _page(visit, invoice, visit.words("problem.amount", example=example), 422, filled_in)
    once = visit.once(form)
    body = {
        "reference": f"portal-{once[:32]}",
        "customer_id": visit.link.customer_id,
        "invoice_id": invoice["id"],
        "reason": filled_in["reason"],
        "statement": "\n".join(filter(None, (filled_in["line"], filled_in["statement"]))),
    }
    if amount is not None:
        body["amount"] = {"amount": amount.decimal, "currency": amount.currency}
    answer = await visit.api.send("POST", "/v1/disputes", body, once)
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return _page(visit, invoice, visit.words("problem.refused"), 409, filled_in)
    words = [visit.words("done.dispute", number=invoice["number"])]
    file = form.get("photo")
    if isinstance(file, UploadFile) and file.filename:
        took = await _keep(visit, invoice, answer.body["id"], await file.read(MOST_FILE_BYTES + 1))
        words.append(visit.words("done.dispute_photo" if took else "done.dispute_photo_not"))
    return page(visit, "done.html", sentences=words)


async def _keep(visit: Visit, invoice: Shown, dispute_id: str, content: bytes) -> bool:
    """Of a type that its bytes show, whatever it is called; kept with its digest beside the dispute."""
    if not content or len(content) > MOST_FILE_BYTES or content_type_of(content) not in KEPT:
        return False
    body = {
        "kind": "proof",
        "customer_id": visit.link.customer_id,
        "invoice_id": invoice["id"],
        "dispute_id": dispute_id,
        "creditor": visit.creditor["code"],
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
    }
    answer = await visit.api.send("POST", "/v1/documents", body)
    if not answer.done:
        return False
    for at in range(0, len(content), CHUNK_BYTES):
        path = f"/v1/documents/{answer.body['id']}/chunks/{at // CHUNK_BYTES}"
        answer = await visit.api.put(
            path, content[at : at + CHUNK_BYTES], {"Content-Type": "application/octet-stream"}
        )
    return answer.done and answer.body.get("state") == "received"
