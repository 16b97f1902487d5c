"""How old the money is that is owed: by currency and by days past due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from invoice.invoices.domain.aging import BUCKETS
from invoice.ledger.api.days import FOR_EVER, AsOf, KnownOn, today
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.filters import InCurrency, OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/aging", tags=["Aging"])
READS = named_queries("invoice.ledger", "queries.sql")
NAMES = ("current", *(bucket.name for bucket in BUCKETS))
FIRST_DAYS = [bucket.first_day for bucket in BUCKETS]
ON_ACCOUNT = None
"""The place of its bucket."""
Row = Mapping[str, Any]

OfOneCustomer = Annotated[str | None, Query(description="Only what this customer owes.")]
OfGroup = Annotated[
    str | None,
    Query(description="Only what this customer owes and those right below it, by Recoup's id."),
]


class AgedBucket(BaseModel):
    bucket: str = Field(description="Days past due; `current` is not past due.", examples=["31-60"])
    balance: Amount


class AgedCurrency(BaseModel):
    creditor_id: str | None = Field(
        description="To whom it is owed; `null` where all creditors are summed up."
    )
    currency: str
    buckets: list[AgedBucket]
    total: Amount = Field(description="Of all buckets.")
    on_account: Amount = Field(
        description="Paid or credited, and not allocated to an invoice. Below zero is money that "
        "was refunded and then taken back by the bank: it is owed as well."
    )


class Aging(BaseModel):
    as_of: date
    known_on: date | None = Field(description="As asked; `null` is all that is known by now.")
    data: list[AgedCurrency] = Field(
        description="One per currency in which something is open, and per creditor if asked for."
    )


class AgedCustomer(BaseModel):
    """What one customer owes, by age."""

    customer_id: str
    external_id: str
    name: str
    parent_id: str | None = Field(description="The customer right above it in its group.")
    data: list[AgedCurrency] = Field(
        description="One per creditor and currency in which something is open; none where all is paid."
    )


class OwedByDueDate(BaseModel):
    """What falls due on one day."""

    due_date: date
    days_past_due: int = Field(description="Below zero is still to come.")
    creditor_id: str
    balance: Amount


@router.get("", summary="Age what is owed")
async def read_aging(
    context: Annotated[RequestContext, needs("aging:read")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    customer_id: OfOneCustomer = None,
    parent_id: OfGroup = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
    *,
    by_creditor: Annotated[
        bool, Query(description="A row per creditor and currency, not per currency.")
    ] = False,
) -> Aging:
    """What was open at the end of a day, whenever it was booked.

    A payment counts from its value date, a credit note from its issue date, what was moved or taken
    back from that day. Each term is as old as the due date says that held on that day. With
    `known_on` too, it is what this report would have answered then.
    """
    day = as_of or today(context)
    among = (creditor_id_or_none(context.tenant, creditor), currency)
    known = (day, FIRST_DAYS, known_on or FOR_EVER, *among)
    async with context.reading() as connection:
        if customer_id is None and parent_id is None:
            rows = await connection.fetch(READS["aging"], *known)
        else:
            rows = await connection.fetch(
                READS["aging_of_customers"], *known, customer_id, parent_id, None, None
            )
    return Aging(as_of=day, known_on=known_on, data=[*_aged(rows, by_creditor=by_creditor)])


@router.get("/customers", summary="Age what each customer owes")
async def list_aged_customers(
    context: Annotated[RequestContext, needs("aging:read")],
    page: Annotated[PageRequest, Depends()],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    parent_id: OfGroup = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
) -> Page[AgedCustomer]:
    """The same, customer by customer; those who had something booked by then, in the order of ids."""
    (after,) = page.after(tuple[str]) or (None,)
    among = (creditor_id_or_none(context.tenant, creditor), currency)
    known = (as_of or today(context), FIRST_DAYS, known_on or FOR_EVER, *among)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["aging_of_customers"], *known, None, parent_id, after, page.fetch
        )
    customers = [list(each) for _, each in groupby(rows, lambda row: row["id"])]
    return page.page(customers, _customer, lambda rows: (rows[0]["id"],))


@router.get("/due-dates", summary="List what is owed by due date")
async def list_due_dates(
    context: Annotated[RequestContext, needs("aging:read")],
    page: Annotated[PageRequest, Depends()],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
) -> Page[OwedByDueDate]:
    """What was open at the end of a day, by the day on which it is due; the oldest first."""
    day = as_of or today(context)
    after = page.after(tuple[date, str, str]) or (None, None, None)
    among = (creditor_id_or_none(context.tenant, creditor), currency)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["due_dates"], day, known_on or FOR_EVER, *among, *after, page.fetch
        )

    def shown(row: Row) -> OwedByDueDate:
        late = (day - row["due_date"]).days
        return OwedByDueDate.model_validate(
            {**row, "days_past_due": late, "balance": in_currency(row, "balance")}
        )

    return page.page(
        rows, shown, lambda row: (row["due_date"], row["currency"], row["creditor_id"])
    )


def _customer(rows: list[Row]) -> AgedCustomer:
    first = rows[0]
    return AgedCustomer.model_validate(
        {**first, "customer_id": first["id"], "data": [*_aged(rows, by_creditor=True)]}
    )


def _aged(rows: Iterable[Row], *, by_creditor: bool) -> Iterator[AgedCurrency]:
    """Rows without a currency are of customers who owe nothing."""

    def key(row: Row) -> tuple[str, str]:
        return (row["creditor_id"] if by_creditor else "", row["currency"])

    owed = sorted((row for row in rows if row["currency"] is not None), key=key)
    for (creditor_id, currency), mine in groupby(owed, key):
        sums: dict[int | None, int] = {}
        for row in mine:
            sums[row["bucket"]] = sums.get(row["bucket"], 0) + int(row["balance"])
        spare = -sums.pop(ON_ACCOUNT, 0)
        if spare or any(sums.values()):
            yield _aged_currency(creditor_id or None, currency, sums, spare)


def _aged_currency(
    creditor_id: str | None, currency: str, sums: Mapping[int | None, int], spare: int
) -> AgedCurrency:
    def amount(minor_units: int) -> Amount:
        return Amount.of(Money(minor_units=minor_units, currency=currency))

    return AgedCurrency(
        creditor_id=creditor_id,
        currency=currency,
        buckets=[
            AgedBucket(bucket=name, balance=amount(sums.get(place, 0)))
            for place, name in enumerate(NAMES)
        ],
        total=amount(sum(sums.values())),
        on_account=amount(spare),
    )
