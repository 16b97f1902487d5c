"""What came of what was placed: quality and recovery of each agency."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Instant
from recoup_service.api.percentages import percentage
from workflow_scheduler.placements.api.routes import Reader

READS = named_queries("workflow_scheduler.placements", "queries.sql")
COUNTS = (
    *("offered", "accepted", "declined", "lapsed", "returned", "recalled", "paid"),
    *("contacts", "breaches", "disputes", "hardships"),
)
router = APIRouter(prefix="/v1/agency-report", tags=["Placements"])


class AgencyReported(BaseModel):
    """One agency, in one currency."""

    agency_id: str
    name: str
    offered: int = Field(description="Placements that were approved.")
    accepted: int
    declined: int
    lapsed: int = Field(description="Without an answer in time.")
    returned: int
    recalled: int
    paid: int = Field(description="Placements on which nothing is owed any more.")
    placed: Amount = Field(description="What was owed on those that were accepted.")
    remitted: Amount = Field(description="What debtors paid the agency, gross.")
    rate: str = Field(description="`remitted` of `placed`, in per cent.", examples=["41.5"])
    days_to_pay: str | None = Field(
        description="From acceptance until nothing was owed, on average; `null` where none is paid."
    )
    contacts: int = Field(description="That the agency reported.")
    breaches: int = Field(description="Of these, made without a lease.")
    disputes: int
    hardships: int


class AgencyReport(BaseModel):
    data: list[AgencyReported]


@router.get("", summary="Compare agencies")
async def agency_report(
    context: Reader,
    since: Annotated[
        Instant | None, Query(description="Only placements proposed then or later.")
    ] = None,
    agency_id: Annotated[str | None, Query(description="Recoup's id of the agency.")] = None,
) -> AgencyReport:
    """What each was given, what it recovered and how, by name and currency."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["agency_report"], since, agency_id)
    return AgencyReport(data=[_reported(row) for row in rows])


def _reported(row: Mapping[str, Any]) -> AgencyReported:
    days = row["days_to_pay"]
    return AgencyReported(
        agency_id=row["id"],
        name=row["name"],
        **{name: int(row[name]) for name in COUNTS},
        placed=in_currency(row, "placed"),
        remitted=in_currency(row, "remitted"),
        rate=percentage(row["remitted"], row["placed"]) or "0.0",
        days_to_pay=None if days is None else str(days),
    )
