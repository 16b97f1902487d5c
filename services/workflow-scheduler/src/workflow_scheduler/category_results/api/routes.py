"""What came of customers of each category: owed, recovered, days to pay, outcomes."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from recoup_events.workflow_scheduler import Category, Outcome
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Day
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/category-report", tags=["Categories"])
READS = named_queries("workflow_scheduler.category_results", "queries.sql")
Reader = Annotated[RequestContext, needs("enrolments:read")]
LONGEST = timedelta(days=1100)


class CategoryResult(BaseModel):
    """One category in one month, in one currency; each move counts for the category of its moment."""

    category: Category
    month: str = Field(description="YYYY-MM, UTC.")
    customers: int = Field(description="To whom something happened: owed, recovered or ended.")
    owed: Amount = Field(description="What came to be chased.")
    recovered: Amount = Field(description="The money that came, less what was taken back.")
    days_to_pay: str | None = Field(
        description="Days from due to paid on average, with one decimal; `null`: nothing was paid off."
    )
    outcomes: dict[Outcome, int] = Field(description="How many runs ended, by their outcome.")


class CategoryReport(BaseModel):
    data: list[CategoryResult]


@router.get("", summary="Report results by category")
async def report_categories(
    context: Reader,
    from_: Annotated[Day, Query(alias="from", description="The first day, UTC.")],
    to: Annotated[Day, Query(description="The last day, UTC; at most three years later.")],
    category: Annotated[Category | None, Query(description="Only this category.")] = None,
) -> CategoryReport:
    """By month, as the customer was categorised at that moment, whatever became of it later."""
    if not timedelta(0) <= to - from_ <= LONGEST:
        raise Problem(
            422,
            "period_unusable",
            "Send a last day that is not before the first, and at most three years later.",
        )
    async with context.reading() as connection:
        rows = await connection.fetch(READS["report_categories"], from_, to, category)
    return CategoryReport(data=[_result(row) for row in rows])


def _result(row: Mapping[str, Any]) -> CategoryResult:
    return CategoryResult(
        category=row["category"],
        month=row["month"],
        customers=row["customers"],
        owed=in_currency(row, "owed"),
        recovered=in_currency(row, "recovered"),
        days_to_pay=row["days_to_pay"],
        outcomes=json.loads(row["outcomes"]),
    )
