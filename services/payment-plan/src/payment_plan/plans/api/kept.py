"""How many of the promises that fell due were kept."""

from collections.abc import Mapping
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.filters import InCurrency, OfCreditor, creditor_id_or_none
from recoup_service.api.months import FromMonth, UntilMonth, last_day, wanted
from recoup_service.api.percentages import percentage
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/plans", tags=["Payment plans"])
READS = named_queries("payment_plan.plans", "queries.sql")


class KeptInMonth(BaseModel):
    """Instalments of one creditor and currency that fell due in a month."""

    month: str = Field(examples=["2026-03"])
    creditor_id: str
    fell_due: int = Field(
        description="How many. Those of a plan that had ended before, or whose clock stood still, "
        "did not."
    )
    kept: int = Field(description="How many were met in full by their day, by value dates.")
    rate: str = Field(description="kept / fell_due x 100.", examples=["87.50"])
    amount_due: Amount = Field(description="Of those that fell due.")
    amount_kept: Amount = Field(description="Of those that were kept.")


class PromisesKept(BaseModel):
    data: list[KeptInMonth] = Field(
        description="By creditor, currency and month; none where nothing fell due."
    )


@router.get("/kept-rate", summary="How many promises are kept")
async def read_kept_rate(
    context: Annotated[RequestContext, needs("plans:read")],
    from_month: FromMonth = None,
    until_month: UntilMonth = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
) -> PromisesKept:
    """Each instalment is a promise; it is kept when it is met in full by the end of its day.

    By the day that was agreed, later by the days on which the plan's clock stood still; days of grace
    do not count. Of up to 24 months; the last twelve that are over if left out.
    """
    today = context.now.astimezone(UTC).date()
    months = wanted(from_month, until_month, today)
    period = (months[0], last_day(months[-1]), today)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["promises_kept"], *period, creditor_id, currency)
    return PromisesKept(data=[_shown(row) for row in rows])


def _shown(row: Mapping[str, Any]) -> KeptInMonth:
    return KeptInMonth.model_validate(
        {
            **row,
            "month": f"{row['month']:%Y-%m}",
            "rate": percentage(row["kept"], row["fell_due"], places=2),
            "amount_due": in_currency(row, "amount_due"),
            "amount_kept": in_currency(row, "amount_kept"),
        }
    )
