"""Placements, as their agency sees them: accept or decline, report, return; nobody else's exist."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Order
from workflow_scheduler.placements.api.reports import NewReport, ReportListed, reported
from workflow_scheduler.placements.api.routes import READS, SORTED, InState, placements
from workflow_scheduler.placements.api.schemas import (
    NewAcceptance,
    NewDecline,
    NewReturn,
    PlacementListed,
    PlacementShown,
    listed,
)
from workflow_scheduler.placements.domain.commands import Accept, Decline, PlacementCommand, Return
from workflow_scheduler.placements.domain.decider import PLACEMENT, placed
from workflow_scheduler.placements.domain.stages import Stage

router = APIRouter(prefix="/v1/agency/placements", tags=["For agencies"])
Reader = Annotated[RequestContext, needs("agency:read")]
Writer = Annotated[RequestContext, needs("agency:write")]
NOT_YET_ITS = (Stage.PROPOSED, Stage.REJECTED)
"""What was never offered to the agency does not exist for it."""


async def check_own(work: UnitOfWork, stream: Stream, context: RequestContext) -> None:
    """What is another agency's answers like what does not exist."""
    placement = placed(await work.state(PLACEMENT, stream))
    hidden = placement.stage in NOT_YET_ITS
    if hidden or placement.proposed.agency_id != context.agency_id:
        raise Missing(f"There is no placement {stream.id}; check the id, and the API key's tenant.")


async def _decided(context: RequestContext, id: str, command: PlacementCommand) -> Response:
    """Without `If-Match`: a placement that stands otherwise by now refuses by itself."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await check_own(work, stream, context)
        await work.execute(PLACEMENT, stream, command, context.cause)

    return await placements.change(context, id, change, blindly=True)


@router.get("", summary="List your placements")
async def list_own_placements(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: InState = None,
) -> Page[PlacementListed]:
    """The latest come first, unless you `sort` them; those in the state `offered` await your answer."""
    wanted = (state, None, context.agency_id, page.updated_since, None)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_own_placements"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=PlacementShown, summary="Read one of your placements")
async def read_own_placement(id: str, context: Reader) -> Response:
    """What is owed on each receivable, what of it may be asked for, and the standards agreed."""
    async with context.work() as work:
        stream = await work.find(PLACEMENT, context.tenant, id)
        await check_own(work, stream, context)
        return (await placements.answer(work, stream)).response()


@router.post("/{id}/acceptance", response_model=PlacementShown, summary="Accept a placement")
async def accept_placement(id: str, body: NewAcceptance, context: Writer) -> Response:
    """From now on you collect it, and the creditor's own reminders have ended."""
    return await _decided(context, id, Accept(now=context.now, reference=body.reference))


@router.post("/{id}/decline", response_model=PlacementShown, summary="Decline a placement")
async def decline_placement(id: str, body: NewDecline, context: Writer) -> Response:
    """With a reason, so that the creditor places it better the next time."""
    command = Decline(now=context.now, reason=body.reason, note=body.note)
    return await _decided(context, id, command)


@router.post("/{id}/reports", response_model=PlacementShown, summary="Report on a placement")
async def report_on_placement(id: str, body: NewReport, context: Writer) -> Response:
    """A contact, an activity, a hardship, a dispute or an offer, each under an id of yours.

    A contact counts together with the creditor's own; lease it first. A dispute is opened for the debtor,
    a hardship is recorded, and an offer waits for the creditor, whose decision comes as a webhook.
    """
    return await _decided(context, id, body.command)


@router.get("/{id}/reports", summary="List what you reported")
async def list_own_reports(
    id: str, context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[ReportListed]:
    """The latest come first."""
    return await reported(context, id, page, context.agency_id)


@router.post("/{id}/return", response_model=PlacementShown, summary="Return a placement")
async def return_placement(id: str, body: NewReturn, context: Writer) -> Response:
    """With a reason. What is still owed is chased by the creditor again."""
    return await _decided(context, id, Return(reason=body.reason, note=body.note))
