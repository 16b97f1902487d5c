"""What is owed: issue, amend, adjust and cancel invoices, and find them again."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import party_streams, registered_customer, registered_parties
from invoice.fields import DOCUMENT_DATES
from invoice.invoices.api.chase import ChaseBody
from invoice.invoices.api.filters import InvoiceFilter
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
from invoice.invoices.domain.content import corrections
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import issued_invoice
from invoice.invoices.schemas import tax_parts
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import InvoiceId, invoice_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, Wanted, put_each
from recoup_service.api.collection import Change, Collection
from recoup_service.api.fields import Name
from recoup_service.api.metadata import DescribedPageRequest, replace_metadata, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import found

router = APIRouter(prefix="/v1/invoices", tags=["Invoices"])
READS = named_queries("invoice.invoices", "queries.sql")
invoices = Collection("invoices", INVOICE, shown)
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


@router.post("", status_code=201, response_model=InvoiceShown, summary="Issue an invoice")
async def issue_invoice(body: NewInvoice, context: Writer) -> Response:
    """From now on it is watched: it becomes overdue, ages and is chased until it is settled."""
    id = invoice_id_of(context.tenant, body.external_id, body.creditor, body.source)
    stream = INVOICE.stream(context.tenant, body.customer_in(context.tenant), id)
    taken = DuplicateExternalId.of(body.external_id, id)
    reads = party_streams(stream.account, body.creditor)
    issuing = _issuing(body, body.external_id, context)
    return await invoices.create(context, stream, issuing, taken, reads)


def _issuing(body: InvoiceContent, external_id: str, context: RequestContext) -> Change:
    async def issue(work: UnitOfWork, stream: Stream) -> None:
        command = await _issue_command(work, stream, body, external_id, context)
        await work.execute(INVOICE, stream, command, context.cause)

    return issue


async def _issue_command(
    work: UnitOfWork,
    stream: Stream,
    body: InvoiceContent,
    external_id: str,
    context: RequestContext,
) -> commands.IssueInvoice:
    DOCUMENT_DATES.check(body.issue_date, context.now.date(), "/issue_date")
    customer, creditor_id = await registered_parties(
        work, stream.account, body.creditor, customer_at=body.customer_pointer
    )
    return commands.IssueInvoice(
        invoice_id=InvoiceId(stream.id),
        customer_id=customer.customer_id,
        creditor_id=creditor_id,
        source=body.source,
        external_id=external_id,
        number=body.number,
        purchase_order=body.purchase_order,
        total=body.total.money,
        lines=tuple(line.line for line in body.lines),
        issue_date=body.issue_date,
        terms=body.terms_of(InvoiceId(stream.id), body.total.money),
        discounts=tuple(each.discount for each in body.discounts),
        taxes=tuple(each.document_tax for each in body.taxes),
        time_zone=customer.time_zone,
        chase=body.chase,
        chase_from=body.chase_from,
        taken=None if body.taken is None else body.taken.taken,
        metadata=body.metadata or {},
        at=context.now,
    )


@router.put(
    "/by-external-id/{external_id:path}",
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
    or due date amends it and other amounts adjust it; another issue date, currency, customer or
    number of terms is refused (409). `chase` and `taken` count
    when it is issued, and no more when it is sent again. It takes no `If-Match`: the last writer
    wins.
    """
    wanted = _wanted(external_id, body, context)
    return await invoices.put(context, wanted.stream, wanted.create, wanted.change, wanted.reads)


@router.post("/bulk", summary="Issue up to 1,000 invoices, or change them to what is sent")
async def put_invoices(body: Bulk[NewInvoice], context: Writer) -> BulkShown:
    """Each as `PUT` would, with a result of its own: one that is refused stops no other.

    Sent again, what was done is `unchanged`, so it needs no `Idempotency-Key`. To load a live
    ledger, send `chase: on_release`, then the payments, and release it.
    """
    items = [
        item if isinstance(item, Unreadable) else _wanted(item.external_id, item, context)
        for item in body.data
    ]
    return await put_each(invoices, context, items)


def _wanted(external_id: str, body: InvoiceContent, context: RequestContext) -> Wanted:
    id = invoice_id_of(context.tenant, external_id, body.creditor, body.source)
    stream = INVOICE.stream(context.tenant, body.customer_in(context.tenant), id)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        if (await work.last(stream)).stream != stream:
            raise InvoiceContentDiffers.of(external_id, body.customer_pointer)
        command = await _issue_command(work, stream, body, external_id, context)
        stands = issued_invoice(await work.state(INVOICE, stream))
        for change in corrections(command, stands):
            await work.execute(INVOICE, stream, change, context.cause)
        await replace_metadata(work, INVOICE, stream, body.metadata, context.cause)

    reads = party_streams(stream.account, body.creditor)
    return Wanted(stream, _issuing(body, external_id, context), compare, reads)


@router.get("", summary="List invoices")
async def list_invoices(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    wanted: Annotated[InvoiceFilter, Depends()],
) -> Page[InvoiceSummary]:
    """The latest issued come first."""
    issue_date, id = page.after(tuple[date, str]) or (None, None)
    async with context.reading() as connection:
        those = await found(connection, "invoice", "invoice", wanted.search)
        rows = await connection.fetch(
            READS["list_invoices"],
            *(
                page.fetch,
                issue_date,
                id,
                *wanted.arguments(context.tenant),
                page.updated_since,
                *page.metadata,
                wanted.source,
                *those,
            ),
        )
    return page.page(rows, listed, lambda row: (row["issue_date"], row["id"]))


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
