"""What became of scheduled reports: their runs, and the files of each."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.report_schedules.api.schemas import RunShown, run_listed, run_shown
from invoice.report_schedules.domain.run import REPORT_RUN, Run, RunState
from invoice.report_schedules.domain.schedule import ReportFormat
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/report-runs", tags=["Reports"])
READS = named_queries("invoice.report_schedules", "queries.sql")
SORTED = sorted_by("-due_at", due_at=datetime, updated_at=DATES["updated_at"])
runs = Collection("report-runs", REPORT_RUN, run_shown)
Reader = Annotated[RequestContext, needs("reports:read")]
MEDIA_TYPES = {ReportFormat.CSV: "text/csv", ReportFormat.PDF: "application/pdf"}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {media_type: {} for media_type in MEDIA_TYPES.values()},
        "description": "The file.",
    }
}


@router.get("", summary="List runs of reports")
async def list_report_runs(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    schedule_id: Annotated[
        str | None, Query(description="Recoup's id of the scheduled report.")
    ] = None,
    state: Annotated[RunState | None, Query(description="Only in this state.")] = None,
) -> Page[RunShown]:
    """The latest come first, unless you `sort` them."""
    async with context.reading() as connection:
        rows = await order.fetch(
            connection, READS["list_runs"], page, schedule_id, state, page.updated_since
        )
    return page.page(rows, run_listed, order.key)


@router.get("/{id}", response_model=RunShown, summary="Read a run of a report")
async def read_report_run(id: str, context: Reader) -> Response:
    """Whether it is made, and where its files are."""
    return await runs.get(context, id)


@router.get(
    "/{id}/files/{format}",
    response_class=Response,
    responses=FILE,
    summary="Read a file of a report",
)
async def read_report_file(id: str, format: ReportFormat, context: Reader) -> Response:
    """As it was made then, for 90 days."""
    async with context.work() as work:
        run: Run = await work.state(REPORT_RUN, await work.find(REPORT_RUN, context.tenant, id))
    async with context.reading() as connection:
        content = await connection.fetchval(READS["read_file"], id, format)
    if content is None:
        raise Problem(404, "no_such_file", _missing(run, format))
    name = f"{run.about.wish.report}-{run.about.as_of}.{format}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[format], headers=disposition)


def _missing(run: Run, format: ReportFormat) -> str:
    if run.state is RunState.RUNNING:
        return "The report is not made yet; read the run again in a moment."
    if format not in run.about.wish.formats:
        return f"No {format} was asked for; change the scheduled report."
    return "The file is gone, as files are after 90 days; read the report itself as of that day."
