"""Reports made by themselves: say which and when, pause and delete them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.report_schedules.api.schemas import (
    NewSchedule,
    ScheduleBody,
    ScheduleShown,
    schedule_listed,
    schedule_shown,
)
from invoice.report_schedules.domain.schedule import (
    REPORT_SCHEDULE,
    ChangeSchedule,
    CreateSchedule,
    DeleteSchedule,
    PauseSchedule,
    ReportWish,
    ResumeSchedule,
    ScheduleState,
    schedule_id_of,
)
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/report-schedules", tags=["Reports"])
READS = named_queries("invoice.report_schedules", "queries.sql")
SORTED = sorted_by("-created_at", external_id=str, **DATES)
schedules = Collection("report-schedules", REPORT_SCHEDULE, schedule_shown)
Reader = Annotated[RequestContext, needs("reports:read")]
Writer = Annotated[RequestContext, needs("reports:write")]


async def _wish(work: UnitOfWork, body: ScheduleBody, context: RequestContext) -> ReportWish:
    if body.creditor is None:
        return body.wish(None)
    return body.wish(await registered_creditor(work, context.tenant, body.creditor))


@router.post("", status_code=201, response_model=ScheduleShown, summary="Schedule a report")
async def schedule_report(body: NewSchedule, context: Writer) -> Response:
    """It is made at its hour from now on, once each time; its files are read at `/v1/report-runs`.

    What fell due while the service was down is made once when it is up again.
    """
    id = schedule_id_of(context.tenant, body.external_id)
    stream = REPORT_SCHEDULE.stream(context.tenant, id, id)

    async def create(work: UnitOfWork, stream: Stream) -> None:
        command = CreateSchedule(
            schedule_id=id,
            external_id=body.external_id,
            wish=await _wish(work, body, context),
            at=context.now,
        )
        await work.execute(REPORT_SCHEDULE, stream, command, context.cause)

    taken = DuplicateExternalId.of(body.external_id, id)
    return await schedules.create(context, stream, create, taken)


@router.get("", summary="List scheduled reports")
async def list_schedules(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[
        ScheduleState | None, Query(description="Left out: all that were not deleted.")
    ] = None,
    external_id: Annotated[str | None, Query(description="Your id of it.")] = None,
) -> Page[ScheduleShown]:
    """The latest come first, unless you `sort` them."""
    async with context.reading() as connection:
        rows = await order.fetch(
            connection, READS["list_schedules"], page, state, external_id, page.updated_since
        )
    return page.page(rows, schedule_listed, order.key)


@router.get("/{id}", response_model=ScheduleShown, summary="Read a scheduled report")
async def read_schedule(id: str, context: Reader) -> Response:
    """As it is now, and when it is made next, with its version as `ETag`."""
    return await schedules.get(context, id)


@router.put("/{id}", response_model=ScheduleShown, summary="Change a scheduled report")
async def change_schedule(id: str, body: ScheduleBody, context: Writer) -> Response:
    """From its next time on; what is running is made as it was."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        command = ChangeSchedule(wish=await _wish(work, body, context), at=context.now)
        await work.execute(REPORT_SCHEDULE, stream, command, context.cause)

    return await schedules.change(context, id, change)


@router.post("/{id}/pause", response_model=ScheduleShown, summary="Pause a scheduled report")
async def pause_schedule(id: str, context: Writer) -> Response:
    """Nothing is made until it is resumed; it takes no `If-Match`."""
    return await schedules.command(context, id, PauseSchedule(), blindly=True)


@router.post("/{id}/resume", response_model=ScheduleShown, summary="Resume a scheduled report")
async def resume_schedule(id: str, context: Writer) -> Response:
    """What would have been made meanwhile is not made up for; it takes no `If-Match`."""
    return await schedules.command(context, id, ResumeSchedule(at=context.now), blindly=True)


@router.delete("/{id}", response_model=ScheduleShown, summary="Delete a scheduled report")
async def delete_schedule(id: str, context: Writer) -> Response:
    """For good; its runs and their files stay."""
    return await schedules.command(context, id, DeleteSchedule())
