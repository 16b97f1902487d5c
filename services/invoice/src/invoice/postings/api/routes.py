"""What Recoup booked, for the ERP's books: take a batch over, and say what became of each."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.postings.api.schemas import (
    Booked,
    NewExport,
    PostingShown,
    Refusal,
    listed,
    shown,
)
from invoice.postings.domain.posting import (
    POSTING,
    ExportPosting,
    PostingState,
    RecordPosted,
    RefusePosting,
)
from recoup_events.invoice import PostingKind
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import BulkShown, Wanted, put_each
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/postings", tags=["Postings"])
READS = named_queries("invoice.postings", "queries.sql")
postings = Collection("postings", POSTING, shown)
Reader = Annotated[RequestContext, needs("postings:read")]
Writer = Annotated[RequestContext, needs("postings:write")]


@router.get("", summary="List postings")
async def list_postings(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[PostingState | None, Query(description="Only in this state.")] = None,
    creditor: OfCreditor = None,
    kind: Annotated[PostingKind | None, Query(description="What was booked.")] = None,
    posting_date_from: Annotated[
        Day | None, Query(description="To be posted on this day or later.")
    ] = None,
    posting_date_to: Annotated[
        Day | None, Query(description="To be posted on this day or earlier.")
    ] = None,
    export: Annotated[str | None, Query(description="Your id of the export.")] = None,
    customer_id: OfCustomer = None,
) -> Page[PostingShown]:
    """Those that are pending come first, the oldest of them before all."""
    after = page.after(tuple[bool, int]) or (None, None)
    wanted = (
        *(state, creditor_id_or_none(context.tenant, creditor), kind),
        *(posting_date_from, posting_date_to, export, customer_id, page.updated_since),
    )
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_postings"], page.fetch, *after, *wanted)
    return page.page(rows, listed, lambda row: (row["state"] != "pending", row["position"]))


@router.post("/exports", summary="Take postings over into your books")
async def export_postings(body: NewExport, context: Writer) -> BulkShown:
    """Each has a result of its own: what another export has taken, or what is posted, is refused.

    The same export again is `unchanged`, so it needs no `Idempotency-Key`.
    """
    accounts = await _accounts(context, body)

    def wanted(id: str) -> Wanted:
        async def missing(work: UnitOfWork, stream: Stream) -> None:
            raise Missing(f"There is no posting {id}; list those that there are.")

        async def export(work: UnitOfWork, stream: Stream) -> None:
            command = ExportPosting(export=body.external_id)
            await work.execute(POSTING, stream, command, context.cause)

        stream = POSTING.stream(context.tenant, accounts.get(id, id), id)
        return Wanted(stream, missing, export)

    return await put_each(postings, context, [wanted(id) for id in body.postings])


async def _accounts(context: RequestContext, body: NewExport) -> Mapping[str, str]:
    """Whose account each is in; whoever knows its id has it from the list."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["accounts_of_postings"], body.postings)
    return {row["id"]: row["customer_id"] for row in rows}


@router.get("/{id}", response_model=PostingShown, summary="Read a posting")
async def read_posting(id: str, context: Reader) -> Response:
    """What was booked, and what became of it in your books, with its version as `ETag`."""
    return await postings.get(context, id)


@router.post("/{id}/posted", response_model=PostingShown, summary="Say that a posting is booked")
async def record_posted(id: str, body: Booked, context: Writer) -> Response:
    """It is in your books; the same again changes nothing, so it takes no `If-Match`."""
    return await postings.command(context, id, RecordPosted(document=body.document), blindly=True)


@router.post("/{id}/refused", response_model=PostingShown, summary="Say why it cannot be booked")
async def refuse_posting(id: str, body: Refusal, context: Writer) -> Response:
    """What was booked in Recoup stays; correct it there, or export the posting anew."""
    return await postings.command(context, id, RefusePosting(reason=body.reason), blindly=True)
