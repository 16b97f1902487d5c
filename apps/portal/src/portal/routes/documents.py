"""Copies of invoices and the statement, as files."""

from fastapi import APIRouter
from starlette.responses import Response

from portal.render import HEADERS, page
from portal.services import Answer
from portal.visit import Account, NotHere, ServiceAway

router = APIRouter()


@router.get("/documents")
async def documents(visit: Account) -> Response:
    return page(visit, "documents.html", invoices=await visit.open_invoices())


@router.get("/invoices/{id}/copy.pdf")
async def copy_of_invoice(id: str, visit: Account) -> Response:
    invoice = await visit.invoice(id)
    path = f"/v1/invoices/{id}/document"
    return _file(await visit.api.get(path, language=visit.words.language), invoice["id"])


@router.get("/statement.pdf")
async def statement_file(visit: Account) -> Response:
    path = f"/v1/customers/{visit.link.customer_id}/statement/document"
    of = {"creditor": visit.creditor["code"], "language": visit.words.language}
    return _file(await visit.api.get(path, **of), "statement")


def _file(answer: Answer, name: str) -> Response:
    if answer.away:
        raise ServiceAway
    if not answer.done:
        raise NotHere
    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(answer.content, media_type="application/pdf", headers=headers)
