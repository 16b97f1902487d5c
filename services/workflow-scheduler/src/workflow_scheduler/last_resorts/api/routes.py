"""Last resorts: propose one, see what waits, approve it or refuse it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import AgencyId, ReceivableId, derived
from recoup_events.workflow_scheduler import LastResort
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by
from workflow_scheduler.last_resorts.api.schemas import (
    LastResortApproval,
    LastResortListed,
    LastResortRefusal,
    LastResortShown,
    NewLastResort,
    listed,
    shown,
)
from workflow_scheduler.last_resorts.domain.last_resort import (
    LAST_RESORT,
    LastResortClosed,
    LastResortState,
    Refuse,
)
from workflow_scheduler.last_resorts.handlers import Proposal, approve, propose

router = APIRouter(prefix="/v1/last-resorts", tags=["Last resorts"])
READS = named_queries("workflow_scheduler.last_resorts", "queries.sql")
SORTED = sorted_by("-created_at", **DATES)
last_resorts = Collection("last-resorts", LAST_RESORT, shown)
Reader = Annotated[RequestContext, needs("enrolments:read")]
Writer = Annotated[RequestContext, needs("enrolments:write")]


@router.post("", status_code=201, response_model=LastResortShown, summary="Propose a last resort")
async def propose_last_resort(body: NewLastResort, context: Writer) -> Response:
    """Nothing changes for the debtor until a second person approves it."""
    id = derived("lrs", context.tenant, body.external_id)
    stream = LAST_RESORT.stream(context.tenant, body.customer_in(context.tenant), id)
    proposal = Proposal(
        receivable_id=ReceivableId(body.receivable_id),
        choice=body.choice,
        reason=body.reason,
        agency_id=None if body.agency_id is None else AgencyId(body.agency_id),
        worked_until=body.worked_until,
        subdivision=body.subdivision,
        residential=body.residential,
    )

    async def create(work: UnitOfWork, stream: Stream) -> None:
        await propose(work, stream, proposal, context.cause)

    taken = LastResortClosed(
        f"This external id already names the last resort {id}; send a new one.",
        pointer="/external_id",
    )
    return await last_resorts.create(context, stream, create, taken)


@router.get("", summary="List last resorts")
async def list_last_resorts(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[
        LastResortState | None, Query(description="`proposed`: those that wait.")
    ] = None,
    customer_id: OfCustomer = None,
    choice: Annotated[LastResort | None, Query(description="What is to be done.")] = None,
    creditor: OfCreditor = None,
) -> Page[LastResortListed]:
    """The latest proposed come first, unless you `sort` them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    narrowed = (state, customer_id, choice, page.updated_since, creditor_id)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_last_resorts"], page, *narrowed)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=LastResortShown, summary="Read a last resort")
async def read_last_resort(id: str, context: Reader) -> Response:
    """What is to be done, what it needs and until when; its version is the `ETag`."""
    return await last_resorts.get(context, id)


@router.post("/{id}/approval", response_model=LastResortShown, summary="Approve a last resort")
async def approve_last_resort(id: str, body: LastResortApproval, context: Writer) -> Response:
    """As a second person, signed in or with a key of one's own; it is done at once."""
    agency_id = None if body.agency_id is None else AgencyId(body.agency_id)

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await approve(work, stream, agency_id, context.cause)

    return await last_resorts.change(context, id, change)


@router.post("/{id}/refusal", response_model=LastResortShown, summary="Refuse a last resort")
async def refuse_last_resort(id: str, body: LastResortRefusal, context: Writer) -> Response:
    """Nothing is changed. Who proposed it takes it back so."""
    return await last_resorts.command(context, id, Refuse(by=context.actor, reason=body.reason))
