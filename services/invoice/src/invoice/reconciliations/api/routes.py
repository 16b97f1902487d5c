"""Where your books and Recoup differ: compare balances, and read the differences."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.reconciliations.api.schemas import (
    DifferenceShown,
    NewReconciliation,
    NewSettlement,
    OpenItem,
    ReconciliationShown,
    difference,
    listed,
    shown,
)
from invoice.reconciliations.domain.reconciliation import (
    RECONCILIATION,
    RecordReconciliation,
    SettleDifference,
    compare,
    reconciliation_id_of,
)
from invoice.reconciliations.handlers import known_balances, settle
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Wanted
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.importable import Importable
from recoup_service.api.paging import Page, PageRequest, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, WorkContext, needs

router = APIRouter(prefix="/v1/reconciliations", tags=["Postings"])
READS = named_queries("invoice.reconciliations", "queries.sql")
reconciliations = Collection("reconciliations", RECONCILIATION, shown)
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


@router.post("", status_code=201, response_model=ReconciliationShown, summary="Compare balances")
async def reconcile(body: NewReconciliation, context: Writer) -> Response:
    """Records where they differ, and changes nothing.

    It compares with the lists, which are a moment behind; send an invoice that is closed with zero. To
    settle a difference, send what was forgotten, or say what was done about it by `/settlements`.
    """
    creditor_id = creditor_id_of(context.tenant, body.creditor)
    id = reconciliation_id_of(context.tenant, creditor_id, body.external_id)
    async with context.reading() as connection:
        known = await known_balances(connection, creditor_id, list(body.sent))

    async def record(work: UnitOfWork, stream: Stream) -> None:
        command = RecordReconciliation(
            reconciliation_id=id,
            creditor_id=await registered_creditor(work, context.tenant, body.creditor),
            external_id=body.external_id,
            compared=len(body.sent),
            differences=tuple(compare(body.sent, known)),
            at=context.now,
        )
        await work.execute(RECONCILIATION, stream, command, context.cause)

    taken = DuplicateExternalId.of(body.external_id, id)
    stream = RECONCILIATION.stream(context.tenant, creditor_id, id)
    return await reconciliations.create(context, stream, record, taken)


def _item(body: OpenItem, context: WorkContext) -> Wanted:
    """It is compared with what stands; nothing is put."""
    account = Account(context.tenant, creditor_id_of(context.tenant, body.creditor))
    return Wanted(Stream(account, "open_item", body.external_id), _nothing, _nothing)


async def _nothing(_work: UnitOfWork, _stream: Stream) -> None:
    """Nothing is put."""


OPEN_ITEMS = Importable("open_item", "invoices:write", reconciliations, OpenItem, _item)


@router.get("", summary="List reconciliations")
async def list_reconciliations(
    context: Reader, page: Annotated[ResourcePageRequest, Depends()], creditor: OfCreditor = None
) -> Page[ReconciliationShown]:
    """The latest come first."""
    after = page.after(tuple[datetime, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_reconciliations"], page.fetch, *after, creditor_id, page.updated_since
        )
    return page.page(rows, listed, lambda row: (row["recorded_at"], row["id"]))


@router.get("/{id}", response_model=ReconciliationShown, summary="Read a reconciliation")
async def read_reconciliation(id: str, context: Reader) -> Response:
    """How much was compared, and how much of it differed."""
    return await reconciliations.get(context, id)


@router.get("/{id}/differences", summary="List what differed")
async def list_differences(
    id: str,
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    settled: Annotated[
        bool | None, Query(description="`false`: those that still wait for a person.")
    ] = None,
) -> Page[DifferenceShown]:
    """In the order sent, each with what is owed now, and how it was settled."""
    async with context.work() as work:
        await work.find(RECONCILIATION, context.tenant, id)
    (after,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_differences"], page.fetch, id, after, settled)
    return page.page(rows, difference, lambda row: (row["place"],))


@router.post(
    "/{id}/settlements", response_model=ReconciliationShown, summary="Settle what differed"
)
async def settle_difference(id: str, body: NewSettlement, context: Writer) -> Response:
    """A person has looked into it; it is recorded who, and for what reason.

    The same again changes nothing, so it takes no `If-Match`. An invoice that has changed since the
    balances were compared is not corrected here: what your books said of it is out of date.
    """
    command = SettleDifference(**dict(body), settled_by=context.cause.actor, at=context.now)

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await settle(work, stream, command, context.cause)

    return await reconciliations.change(context, id, change, blindly=True)
