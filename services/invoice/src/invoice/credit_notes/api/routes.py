"""What a customer need not pay: issue credit notes, allocate them, and cancel them."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.allocations.schemas import NewAllocation, Unallocation, references_of
from invoice.credit_notes.api.schemas import (
    Cancellation,
    CreditNoteShown,
    CreditNoteSummary,
    NewCreditNote,
    listed,
    shown,
)
from invoice.credit_notes.domain import commands
from invoice.credit_notes.domain.credit_note import CREDIT_NOTE, credit_note_of
from invoice.credit_notes.handlers import (
    allocate_credit_note,
    allocate_more,
    cancel_credit_note,
    unallocate_credit_note,
)
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import party_streams, registered_parties
from invoice.fields import DOCUMENT_DATES
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import AllocationId, CreditNoteId, credit_note_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Wanted
from recoup_service.api.collection import Change, Collection
from recoup_service.api.filters import (
    InCurrency,
    OfCreditor,
    OfCustomer,
    OfSource,
    creditor_id_or_none,
)
from recoup_service.api.importable import Importable
from recoup_service.api.metadata import DescribedPageRequest, replace_metadata, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, WorkContext, needs
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/credit-notes", tags=["Credit notes"])
READS = named_queries("invoice.credit_notes", "queries.sql")
SORTED = sorted_by("-issue_date", issue_date=date, number=str, **DATES)
credit_notes = Collection("credit-notes", CREDIT_NOTE, shown)
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


@router.post("", status_code=201, response_model=CreditNoteShown, summary="Issue a credit note")
async def issue_credit_note(body: NewCreditNote, context: Writer) -> Response:
    """Lowers what is owed on the invoices in `references`; the rest of it is on account."""
    id = credit_note_id_of(context.tenant, body.external_id, body.creditor, body.source)
    stream = CREDIT_NOTE.stream(context.tenant, body.customer_in(context.tenant), id)
    taken = DuplicateExternalId.of(body.external_id, id)
    reads = party_streams(stream.account, body.creditor)
    return await credit_notes.create(context, stream, _issuing(body, context), taken, reads)


def _issuing(body: NewCreditNote, context: WorkContext) -> Change:
    async def issue(work: UnitOfWork, stream: Stream) -> None:
        DOCUMENT_DATES.check(body.issue_date, context.now.date(), "/issue_date")
        customer, creditor_id = await registered_parties(
            work, stream.account, body.creditor, customer_at=body.customer_pointer
        )
        command = commands.IssueCreditNote(
            credit_note_id=CreditNoteId(stream.id),
            customer_id=customer.customer_id,
            creditor_id=creditor_id,
            source=body.source,
            external_id=body.external_id,
            number=body.number,
            amount=body.amount.money,
            tax=None if body.tax is None else body.tax.money,
            issue_date=body.issue_date,
            reason=body.reason,
            metadata=body.metadata or {},
        )
        await work.execute(CREDIT_NOTE, stream, command, context.cause)
        if body.references:
            references = references_of(body.references)
            await allocate_credit_note(work, stream, references, context.cause)

    return issue


def _sent(body: NewCreditNote, context: WorkContext) -> Wanted:
    id = credit_note_id_of(context.tenant, body.external_id, body.creditor, body.source)
    taken = DuplicateExternalId.of(body.external_id, id)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        if (await work.last(stream)).stream != stream:
            raise taken
        note = credit_note_of(await work.state(CREDIT_NOTE, stream)).issued
        stands = (note.amount, note.issue_date, note.number)
        if stands != (body.amount.money, body.issue_date, body.number):
            raise taken
        await replace_metadata(work, CREDIT_NOTE, stream, body.metadata, context.cause)

    stream = CREDIT_NOTE.stream(context.tenant, body.customer_in(context.tenant), id)
    reads = party_streams(stream.account, body.creditor)
    return Wanted(stream, _issuing(body, context), compare, reads)


CREDIT_NOTES = Importable("credit_note", "invoices:write", credit_notes, NewCreditNote, _sent)


@router.get("", summary="List credit notes")
async def list_credit_notes(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    order: Annotated[Order, SORTED],
    external_id: Annotated[str | None, Query(description="Your id of the credit note.")] = None,
    source: OfSource = None,
    search: Search = None,
    customer_id: OfCustomer = None,
    state: Annotated[
        Literal["issued", "cancelled"] | None, Query(description="Only in this state.")
    ] = None,
    currency: InCurrency = None,
    number: Annotated[str | None, Query(description="As printed on the credit note.")] = None,
    creditor: OfCreditor = None,
) -> Page[CreditNoteSummary]:
    """The latest issued come first, unless you `sort` them."""
    wanted: tuple[Any, ...] = (
        *(external_id, customer_id, state, currency, number),
        creditor_id_or_none(context.tenant, creditor),
    )
    async with context.reading() as connection:
        those = await found(connection, "invoice", "credit_note", search)
        rows = await order.fetch(
            connection,
            READS["list_credit_notes"],
            page,
            *wanted,
            page.updated_since,
            *page.metadata,
            source,
            *those,
        )
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=CreditNoteShown, summary="Read a credit note")
async def read_credit_note(id: str, context: Reader) -> Response:
    """The credit note as it is now, with what it was applied to, and its version as `ETag`."""
    return await credit_notes.get(context, id)


@router.post(
    "/{id}/allocations",
    response_model=CreditNoteShown,
    summary="Allocate credit on account",
    operation_id="allocate_credit_note",
)
async def allocate(id: str, body: NewAllocation, context: Writer) -> Response:
    """Lowers the invoices in `references`; without them, the longest due come first."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await allocate_more(work, stream, references_of(body.references), context.cause)

    return await credit_notes.change(context, id, change)


@router.post(
    "/{id}/allocations/{allocation_id}/unallocation",
    response_model=CreditNoteShown,
    summary="Take an allocation off its invoice",
    operation_id="unallocate_credit_note",
)
async def unallocate(id: str, allocation_id: str, body: Unallocation, context: Writer) -> Response:
    """The credit is on account again and the invoice is owed; what a dispute granted stays."""
    allocation = AllocationId(allocation_id)

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await unallocate_credit_note(work, stream, allocation, body.reason, context.cause)

    return await credit_notes.change(context, id, change)


@router.post(
    "/{id}/cancellation",
    response_model=CreditNoteShown,
    summary="Cancel a credit note",
    operation_id="cancel_credit_note",
)
async def cancel(id: str, body: Cancellation, context: Writer) -> Response:
    """It is worth nothing any more; what it was applied to is owed again."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await cancel_credit_note(work, stream, body.reason, context.cause)

    return await credit_notes.change(context, id, change)


serve_metadata(router, credit_notes, CreditNoteShown, "invoices:write")
