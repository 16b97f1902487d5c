"""Why customers contest, how long an answer takes, and how often they are right."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from dispute.disputes.api.routes import READS
from recoup_events.dispute import Reason
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.percentages import percentage
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/dispute-report", tags=["Disputes"])
Reader = Annotated[RequestContext, needs("disputes:read")]


class DisputeFigures(BaseModel):
    """Of the disputes of one reason that were opened in one month, in one currency."""

    reason: Reason
    month: str = Field(description="In which they were opened, in UTC.", examples=["2026-03"])
    group: str | None = Field(
        description="What the metadata say for the key asked for; `null` without one."
    )
    opened: int
    ended: int
    upheld: int
    partly_upheld: int
    rejected: int
    withdrawn: int
    upheld_percent: str | None = Field(
        description="Of those that ended, how many were upheld at least in part; `null`: none ended.",
        examples=["66.7"],
    )
    days_to_end: str | None = Field(
        description="On average, from the opening of those that ended.", examples=["4.5"]
    )
    contested: Amount
    credited: Amount


class DisputeReport(BaseModel):
    data: list[DisputeFigures]


@router.get("", summary="Report why customers contest")
async def report_disputes(
    context: Reader,
    opened_from: Annotated[Day, Query(description="The first day, in UTC.")],
    opened_to: Annotated[Day, Query(description="The last day, in UTC.")],
    group_by: Annotated[
        str | None,
        Query(
            description="A key of the disputes' metadata, such as your product lines.",
            examples=["product_line"],
            max_length=40,
        ),
    ] = None,
    creditor: OfCreditor = None,
) -> DisputeReport:
    """By reason and month, those opened in a span of days, as they stand now."""
    first = datetime.combine(opened_from, time(), UTC)
    end = datetime.combine(opened_to, time(), UTC) + timedelta(days=1)
    wanted = (first, end, group_by, creditor_id_or_none(context.tenant, creditor))
    async with context.reading() as connection:
        rows = await connection.fetch(READS["report_disputes"], *wanted)
    return DisputeReport(data=[_figures(dict(row)) for row in rows])


def _figures(row: Mapping[str, Any]) -> DisputeFigures:
    right = row["upheld"] + row["partly_upheld"]
    return DisputeFigures.model_validate(
        {
            **row,
            "upheld_percent": percentage(right, row["ended"]),
            "contested": in_currency(row, "contested"),
            "credited": in_currency(row, "credited"),
        }
    )
