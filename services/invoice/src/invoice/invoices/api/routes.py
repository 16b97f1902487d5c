"""What is owed: issue, amend, adjust and cancel invoices, and find them again."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import registered_customer
from invoice.invoices.api.chase import ChaseBody
from invoice.invoices.api.filters import InvoiceFilter
from invoice.invoices.api.issuing import issuing, reads, sent, sent_new
from invoice.invoices.api.schemas import (
    Adjustment,
    Amendment,
    Cancellation,
    InvoiceContent,
    InvoiceShown,
    InvoiceSummary,
    NewInvoice,
    listed,
    shown,
)
from invoice.invoices.domain import commands
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.invoices.schemas import tax_parts
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import invoice_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, put_each
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Name
from recoup_service.api.importable import Importable
from recoup_service.api.metadata import DescribedPageRequest, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/invoices", tags=["Invoices"])
READS = named_queries("invoice.invoices", "queries.sql")
SORTED = sorted_by("-issue_date", issue_date=date, due_date=date, number=str, balance=int, **DATES)
invoices = Collection("invoices", INVOICE, shown)
INVOICES = Importable("invoice", "invoices:write", invoices, NewInvoice, sent_new)
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


@router.post("", status_code=201, response_model=InvoiceShown, summary="Issue an invoice")
async def issue_invoice(body: NewInvoice, context: Writer) -> Response:
    """From now on it is watched: it becomes overdue, ages and is chased until it is settled."""
    id = invoice_id_of(context.tenant, body.external_id, body.creditor, body.source)
    stream = INVOICE.stream(context.tenant, body.customer_in(context.tenant), id)
    taken = DuplicateExternalId.of(body.external_id, id)
    issue = issuing(body, body.external_id, context)
    return await invoices.create(context, stream, issue, taken, reads(body, stream, context))


@router.put(
    "/by/external-id/{external_id:path}",
    status_code=201,
    response_model=InvoiceShown,
    responses={200: {"model": InvoiceShown, "description": "It was there, and is as sent now."}},
    summary="Issue an invoice, or change it to what is sent",
)
async def put_invoice(
    external_id: Annotated[Name, Path(description="Your id of the invoice.")],
    body: InvoiceContent,
    context: Writer,
) -> Response:
    """For systems that send all their invoices again and again.

    The same again changes nothing, whatever has become of the invoice. Another number, order, line
    or due date amends it and other amounts adjust it; another issue date, currency, customer,
    number of terms or other invoices that it `continues` are refused (409). `chase` and `taken` count
    when it is issued, and no more when it is sent again. It takes no `If-Match`: the last writer
    wins.
    """
    wanted = sent(external_id, body, context)
    return await invoices.put(context, wanted.stream, wanted.create, wanted.change, wanted.reads)


@router.post("/bulk", summary="Issue up to 1,000 invoices, or change them to what is sent")
async def put_invoices(body: Bulk[NewInvoice], context: Writer) -> BulkShown:
    """Each as `PUT` would, with a result of its own: one that is refused stops no other.

    Sent again, what was done is `unchanged`, so it needs no `Idempotency-Key`. To load a live
    ledger, send `chase: on_release`, then the payments, and release it.
    """
    items = [
        item if isinstance(item, Unreadable) else sent_new(item, context) for item in body.data
    ]
    return await put_each(invoices, context, items)


@router.get("", summary="List invoices")
async def list_invoices(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    wanted: Annotated[InvoiceFilter, Depends()],
    order: Annotated[Order, SORTED],
) -> Page[InvoiceSummary]:
    """The latest issued come first, unless you `sort` them.

    Balances are compared in the smallest unit of their currency: with `sort=-balance`, send a `currency`, too.
    """
    async with context.reading() as connection:
        those = await found(connection, "invoice", "invoice", wanted.search)
        rows = await order.fetch(
            connection,
            READS["list_invoices"],
            page,
            *wanted.arguments(context.tenant),
            page.updated_since,
            *page.metadata,
            wanted.source,
            *those,
            wanted.payment_reference,
        )
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=InvoiceShown, summary="Read an invoice")
async def read_invoice(id: str, context: Reader) -> Response:
    """The invoice as it is now, with its credits and payments, and its version as `ETag`."""
    return await invoices.get(context, id)


@router.patch("/{id}", response_model=InvoiceShown, summary="Amend an issued invoice")
async def amend_invoice(id: str, body: Amendment, context: Writer) -> Response:
    """Changes what it says; reminders, its age and what others know of it follow."""

    async def amend(work: UnitOfWork, stream: Stream) -> None:
        customer = await registered_customer(work, stream.account, customer_at="/customer_id")
        invoice = issued_invoice(await work.state(INVOICE, stream))
        command = commands.AmendInvoice(
            **body.applied_to(invoice),
            time_zone=customer.time_zone,
            reason=body.reason,
            at=context.now,
        )
        await work.execute(INVOICE, stream, command, context.cause)

    return await invoices.change(context, id, amend)


@router.post("/{id}/adjustments", response_model=InvoiceShown, summary="Adjust an invoice")
async def adjust_invoice(id: str, body: Adjustment, context: Writer) -> Response:
    """Raises or lowers its total, also when it is paid.

    What is applied and too much then goes on account, the latest allocation first.
    """
    change = body.amount.money
    command = commands.AdjustInvoice(
        change=change,
        by_place={} if body.term is None else {body.term - 1: change},
        taxes=tax_parts(body.taxes),
        origin=body.origin,
        reason=body.reason,
        at=context.now,
    )
    return await invoices.command(context, id, command)


@router.post("/{id}/chase", response_model=InvoiceShown, summary="Say when an invoice is chased")
async def change_chase(id: str, body: ChaseBody, context: Writer) -> Response:
    """The last one wins, except that `never` is final; it takes no `If-Match`."""
    command = commands.ChangeChase(**dict(body))
    return await invoices.command(context, id, command, blindly=True)


@router.post("/{id}/cancellation", response_model=InvoiceShown, summary="Cancel an invoice")
async def cancel_invoice(id: str, body: Cancellation, context: Writer) -> Response:
    """Nothing is owed on it any more; payments and credits on it go on account."""
    command = commands.CancelInvoice(reason=body.reason, at=context.now)
    return await invoices.command(context, id, command)


serve_metadata(router, invoices, InvoiceShown, "invoices:write")
