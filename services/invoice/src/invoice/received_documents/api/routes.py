"""Documents that come in: announce one, and see what became of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.customers.handlers import customer_stream, registered_customer
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.received_documents.api.schemas import DocumentShown, NewDocument, listed, shown
from invoice.received_documents.domain.commands import AnnounceDocument
from invoice.received_documents.domain.document import DOCUMENT, DocumentState, document_id_of
from recoup_events.invoice.document import DocumentKind
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import AgreementId, DisputeId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCustomer, OfInvoice
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/documents", tags=["Documents received"])
READS = named_queries("invoice.received_documents", "queries.sql")
documents = Collection("documents", DOCUMENT, shown)
SORTED = sorted_by("-created_at", **DATES)
Reader = Annotated[RequestContext, needs("documents:read")]
Writer = Annotated[RequestContext, needs("documents:write")]


@router.post(
    "",
    status_code=201,
    response_model=DocumentShown,
    responses={200: {"model": DocumentShown, "description": "It is here; this is how it stands."}},
    summary="Announce a document",
)
async def announce_document(body: NewDocument, context: Writer) -> Response:
    """Then send its chunks. The same bytes for the same customer are the same document."""
    customer_id = body.customer_in(context.tenant)
    account = Account(context.tenant, customer_id)
    id, invoice_id = document_id_of(customer_id, body.sha256), body.invoice_in(context.tenant)

    async def announce(work: UnitOfWork, stream: Stream) -> None:
        await registered_customer(work, account, customer_at=body.customer_pointer)
        if invoice_id is not None:
            invoice = await work.state(INVOICE, INVOICE.stream(*account, invoice_id))
            if not isinstance(invoice, Invoice):
                raise _unknown_invoice(body.invoice_pointer)
        command = AnnounceDocument(
            document_id=id,
            customer_id=customer_id,
            kind=body.kind,
            reference=body.reference,
            invoice_id=invoice_id,
            dispute_id=None if body.dispute_id is None else DisputeId(body.dispute_id),
            agreement_id=None if body.agreement_id is None else AgreementId(body.agreement_id),
            sha256=body.sha256,
            size=body.size,
        )
        await work.execute(DOCUMENT, stream, command, context.cause)

    stream = DOCUMENT.stream(*account, id)
    return await documents.put(context, stream, announce, announce, [customer_stream(account)])


@router.get("", summary="List documents")
async def list_documents(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    dispute_id: Annotated[
        str | None, Query(description="Recoup's id of the dispute they belong to.")
    ] = None,
    kind: Annotated[DocumentKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[DocumentState | None, Query(description="Only in this state.")] = None,
) -> Page[DocumentShown]:
    """The latest come first, unless you `sort` them."""
    wanted = (customer_id, invoice_id, dispute_id, kind, state, page.updated_since)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_documents"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=DocumentShown, summary="Read a document's state")
async def read_document(id: str, context: Reader) -> Response:
    """What it belongs to, and whether its bytes are here."""
    return await documents.get(context, id)


def _unknown_invoice(pointer: str) -> Problem:
    detail = "The customer has no such invoice; issue it first, or correct the id."
    return Problem(422, "unknown_invoice", detail, [Mistake(detail=detail, pointer=pointer)])
