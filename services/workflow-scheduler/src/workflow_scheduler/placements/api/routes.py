"""Placements, as the tenant sees them: propose, approve, recall, decide on offers."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import AgencyId, ReceivableId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by
from workflow_scheduler.placements.api.reports import ReportListed, reported
from workflow_scheduler.placements.api.schemas import (
    Approval,
    Because,
    Decision,
    NewPlacement,
    NewRecall,
    PlacementListed,
    PlacementShown,
    listed,
    shown,
)
from workflow_scheduler.placements.domain.commands import DecideOffer, Reject, RequestRecall
from workflow_scheduler.placements.domain.decider import PLACEMENT
from workflow_scheduler.placements.domain.errors import DuplicatePlacement
from workflow_scheduler.placements.domain.stages import Stage
from workflow_scheduler.placements.handlers.placing import Proposal, approve, propose

router = APIRouter(prefix="/v1/placements", tags=["Placements"])
READS = named_queries("workflow_scheduler.placements", "queries.sql")
SORTED = sorted_by("-created_at", **DATES)
placements = Collection("placements", PLACEMENT, shown)
Reader = Annotated[RequestContext, needs("placements:read")]
Writer = Annotated[RequestContext, needs("placements:write")]
InState = Annotated[Stage | None, Query(description="Only those that stand so.")]


@router.post("", status_code=201, response_model=PlacementShown, summary="Propose a placement")
async def propose_placement(body: NewPlacement, context: Writer) -> Response:
    """Nothing changes for the debtor until a second person approves it and the agency accepts it."""
    customer = body.customer_in(context.tenant)
    id = derived("plc", context.tenant, body.external_id)
    stream = PLACEMENT.stream(context.tenant, customer, id)
    proposal = Proposal(
        agency_id=AgencyId(body.agency_id),
        receivable_ids=tuple(map(ReceivableId, dict.fromkeys(body.receivable_ids))),
        reason=body.reason,
    )

    async def create(work: UnitOfWork, stream: Stream) -> None:
        await propose(work, stream, proposal, context.cause)

    taken = DuplicatePlacement(
        f"This external id already names the placement {id}; send a new one.",
        pointer="/external_id",
    )
    return await placements.create(context, stream, create, taken)


@router.get("", summary="List placements")
async def list_placements(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: InState = None,
    customer_id: OfCustomer = None,
    agency_id: Annotated[str | None, Query(description="Recoup's id of the agency.")] = None,
    creditor: OfCreditor = None,
) -> Page[PlacementListed]:
    """The latest proposed come first, unless you `sort` them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (state, customer_id, agency_id, page.updated_since, creditor_id)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_placements"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=PlacementShown, summary="Read a placement")
async def read_placement(id: str, context: Reader) -> Response:
    """With each of its receivables as it stands now; its version is the `ETag`."""
    return await placements.get(context, id)


@router.post("/{id}/approval", response_model=PlacementShown, summary="Approve a placement")
async def approve_placement(id: str, body: Approval, context: Writer) -> Response:
    """Not by whoever proposed it. It is offered to the agency, with what is owed by now."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await approve(work, stream, body.answer_days, context.cause)

    return await placements.change(context, id, change)


@router.post("/{id}/rejection", response_model=PlacementShown, summary="Reject a proposal")
async def reject_placement(id: str, body: Because, context: Writer) -> Response:
    """Whatever was done before goes on."""
    return await placements.command(context, id, Reject(reason=body.reason))


@router.post("/{id}/recall", response_model=PlacementShown, summary="Recall a placement")
async def recall_placement(id: str, body: NewRecall, context: Writer) -> Response:
    """The agency reports and remits what is open; after that the debt is chased here again.

    An offer that the agency has not answered yet is recalled at once.
    """
    until = context.now + timedelta(days=body.report_days)
    command = RequestRecall(reason=body.reason, report_until=until)
    return await placements.command(context, id, command)


@router.post(
    "/{id}/offers/{external_id}/decision", response_model=PlacementShown, summary="Decide an offer"
)
async def decide_offer(id: str, external_id: str, body: Decision, context: Writer) -> Response:
    """Whether the debtor may settle for what it offered the agency, which is told at once."""
    command = DecideOffer(external_id=external_id, accepted=body.accepted, reason=body.reason)
    return await placements.command(context, id, command)


@router.get("/{id}/reports", summary="List what the agency reported")
async def list_reports(
    id: str, context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[ReportListed]:
    """The latest come first."""
    return await reported(context, id, page)
