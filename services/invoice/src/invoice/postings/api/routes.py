"""What Recoup booked, for the ERP's books: take a batch over, and say what became of each."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.postings.api.schemas import (
    Booked,
    NewExport,
    PostingAnswer,
    PostingShown,
    Refusal,
    Settlement,
    listed,
    shown,
)
from invoice.postings.domain.posting import (
    POSTING,
    ExportPosting,
    PostingCommand,
    PostingState,
    RecordPosted,
    RefusePosting,
    SettlePosting,
)
from recoup_events.invoice import PostingKind
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, Wanted, put_each
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
    export = ExportPosting(export=body.external_id)
    return await _each(context, [(id, export) for id in body.postings])


@router.post("/answers", summary="Say what became of up to 1,000 postings")
async def answer_postings(body: Bulk[PostingAnswer], context: Writer) -> BulkShown:
    """For who follows `posting.created` in the feed, or books a whole export; each as by itself.

    The same again is `unchanged`, so it needs no `Idempotency-Key`. What is posted already under another
    document, or settled by a person, is refused: it was booked twice.
    """
    answers = [item if isinstance(item, Unreadable) else _answer(item) for item in body.data]
    return await _each(context, answers)


def _answer(body: PostingAnswer) -> tuple[str, PostingCommand]:
    if body.document is not None:
        return body.posting, RecordPosted(document=body.document)
    return body.posting, RefusePosting(reason=body.refused or "")


async def _each(
    context: RequestContext, commands: Sequence[tuple[str, PostingCommand] | Unreadable]
) -> BulkShown:
    accounts = await _accounts(context, {each[0] for each in commands if isinstance(each, tuple)})

    def wanted(id: str, command: PostingCommand) -> Wanted:
        async def missing(work: UnitOfWork, stream: Stream) -> None:
            raise Missing(f"There is no posting {id}; list those that there are.")

        async def change(work: UnitOfWork, stream: Stream) -> None:
            await work.execute(POSTING, stream, command, context.cause)

        return Wanted(POSTING.stream(context.tenant, accounts.get(id, id), id), missing, change)

    items = [each if isinstance(each, Unreadable) else wanted(*each) for each in commands]
    return await put_each(postings, context, items)


async def _accounts(context: RequestContext, ids: set[str]) -> Mapping[str, str]:
    """Whose account each is in; the feed may be ahead of the list."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["accounts_of_postings"], list(ids))
    accounts = {row["id"]: row["customer_id"] for row in rows}
    async with context.work() as work:
        for id in ids - accounts.keys():
            with suppress(Missing):
                accounts[id] = (await work.find(POSTING, context.tenant, id)).account.key
    return accounts


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
    """What was booked in Recoup stays: export the posting anew, or settle it."""
    return await postings.command(context, id, RefusePosting(reason=body.reason), blindly=True)


@router.post("/{id}/settlement", response_model=PostingShown, summary="Settle a refused posting")
async def settle_posting(id: str, body: Settlement, context: Writer) -> Response:
    """A person has seen to it; until then it is listed with `state=refused`.

    It changes neither books. The same again changes nothing, so it takes no `If-Match`.
    """
    command = SettlePosting(**dict(body), settled_by=context.cause.actor)
    return await postings.command(context, id, command, blindly=True)
