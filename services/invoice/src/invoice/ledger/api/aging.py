"""How old the money is that is owed: by currency and by days past due."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from invoice.invoices.domain.aging import BUCKETS
from recoup_events.kernel.money import Money, total
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/aging", tags=["Aging"])
READS = named_queries("invoice.ledger", "queries.sql")
NAMES = ("current", *(bucket.name for bucket in BUCKETS))
FIRST_DAYS = [bucket.first_day for bucket in BUCKETS]


class AgedBucket(BaseModel):
    bucket: str = Field(description="Days past due; `current` is not past due.", examples=["31-60"])
    invoices: int = Field(description="How many have a term of this age that is not paid.")
    balance: Amount


class AgedCurrency(BaseModel):
    currency: str
    buckets: list[AgedBucket]
    total: Amount
    on_account: Amount = Field(
        description="Paid or credited, and not allocated to an invoice. Below zero is money that "
        "was refunded and then taken back by the bank: it is owed as well."
    )


class Aging(BaseModel):
    as_of: date
    data: list[AgedCurrency] = Field(description="One per currency in which something is open.")


@router.get("", summary="Age what is owed")
async def read_aging(
    context: Annotated[RequestContext, needs("aging:read")],
    as_of: Annotated[
        Day | None,
        Query(description="At the end of this day, by value dates; today in UTC if left out."),
    ] = None,
    customer_id: Annotated[str | None, Query(description="Only what this customer owes.")] = None,
    creditor: OfCreditor = None,
) -> Aging:
    """What was open at the end of a day, whenever it was booked.

    A payment counts from its value date, a credit note from its issue date, what was moved or taken
    back from that day. Each term is as old as its due date says today.
    """
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    day = as_of or context.now.astimezone(UTC).date()
    async with context.reading() as connection:
        aged = await connection.fetch(READS["aging"], day, FIRST_DAYS, customer_id, creditor_id)
        spare = await connection.fetch(READS["on_account"], day, customer_id, creditor_id)
    on_account = {row["currency"]: in_currency(row, "unapplied").money for row in spare}
    currencies = sorted({row["currency"] for row in aged} | on_account.keys())
    return Aging(as_of=day, data=[_aged(code, aged, on_account) for code in currencies])


def _aged(
    currency: str, rows: Sequence[Mapping[str, Any]], on_account: Mapping[str, Money]
) -> AgedCurrency:
    mine = {row["bucket"]: row for row in rows if row["currency"] == currency}
    nothing = {"invoices": 0, "balance": 0, "currency": currency}
    found = [mine.get(place, nothing) for place in range(len(NAMES))]
    balances = [in_currency(row, "balance") for row in found]
    return AgedCurrency(
        currency=currency,
        buckets=[
            AgedBucket(bucket=name, invoices=row["invoices"], balance=balance)
            for name, row, balance in zip(NAMES, found, balances, strict=True)
        ],
        total=Amount.of(total((balance.money for balance in balances), currency)),
        on_account=Amount.of(on_account.get(currency, Money.zero(currency))),
    )
