"""Mails that a report was made, and what became of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from notification.report_mails.domain.report_mail import ReportMailState
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Resource
from recoup_service.api.sorting import DATES, Column, Order, sorted_by

router = APIRouter(prefix="/v1/report-mails", tags=["Report mails"])
READS = named_queries("notification.report_mails", "queries.sql")
SORTED = sorted_by(
    "-created_at", created_at=Column("asked_at", datetime), updated_at=DATES["updated_at"]
)


class ReportMailShown(Resource):
    """A mail to one of those to whom a scheduled report is mailed; it names no address."""

    id: str = Field(examples=["rml_6f2c"])
    run_id: str = Field(description="The run of the report, of the invoice service.")
    schedule_id: str
    state: ReportMailState = Field(description="`failed`: it is not tried again.")
    attempts: int
    reason: str | None = Field(description="Why the latest attempt came to nothing.")
    ended_at: datetime | None


def _shown(row: Mapping[str, Any]) -> ReportMailShown:
    return ReportMailShown.model_validate(dict(row))


@router.get("", summary="List mails about reports")
async def list_report_mails(
    context: Annotated[RequestContext, needs("reports:read")],
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    run_id: Annotated[str | None, Query(description="Recoup's id of the run.")] = None,
    state: Annotated[ReportMailState | None, Query(description="Only in this state.")] = None,
) -> Page[ReportMailShown]:
    """The latest come first, unless you `sort` them."""
    async with context.reading() as connection:
        rows = await order.fetch(
            connection, READS["list_report_mails"], page, run_id, state, page.updated_since
        )
    return page.page(rows, _shown, order.key)
