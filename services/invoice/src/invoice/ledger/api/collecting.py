"""How well is collected: DSO, both ways, and CEI, month by month, with all they are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from invoice.ledger.api.days import FOR_EVER, KnownOn, today
from invoice.ledger.domain.collecting import Counted, Month, Sales, rounded
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount
from recoup_service.api.filters import InCurrency, OfCreditor, creditor_id_or_none
from recoup_service.api.months import FromMonth, UntilMonth, last_day, wanted
from recoup_service.api.months import months as months_of
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/reports", tags=["Reports"])
READS = named_queries("invoice.ledger", "queries.sql")
Key = tuple[str, str]
"""Creditor, or nothing where all are summed up; and currency."""
Sums = Mapping[Key, Mapping[date, int]]

Number = Annotated[str, Field(examples=["47.53"])]


class CountedMonth(BaseModel):
    month: str = Field(examples=["2026-03"])
    sales: Amount
    days: Number = Field(description="Of this month: all, or in the last one a share of them.")


class CollectionMonth(BaseModel):
    """One month of one creditor and currency."""

    month: str = Field(examples=["2026-03"])
    creditor_id: str | None = Field(description="`null` where all creditors are summed up.")
    days: int = Field(description="Of the month.")
    opening: Amount = Field(description="Owed on receivables at the end of the month before.")
    sales: Amount = Field(
        description="Issued in the month, tax included, as adjusted and cancelled, less credit notes."
    )
    closing: Amount = Field(description="Owed on receivables at the end of the month.")
    closing_current: Amount = Field(description="Of the closing, what was not past due.")
    dso: Number | None = Field(
        description="closing / sales x days. `null` where nothing was sold in the month."
    )
    dso_countback: Number | None = Field(
        description="The days of `countback`. `null` where all sales that are known do not come to "
        "what is owed."
    )
    countback: list[CountedMonth] = Field(
        description="From this month back, until the sales come to what is owed."
    )
    cei: Number | None = Field(
        description="(opening + sales - closing) / (opening + sales - closing_current) x 100. `null` "
        "where nothing could be collected."
    )


class Collection(BaseModel):
    known_on: date | None = Field(description="As asked; `null` is all that is known by now.")
    data: list[CollectionMonth] = Field(description="By creditor and currency, the oldest first.")


@router.get("/collection", summary="DSO and CEI by month")
async def read_collection(
    context: Annotated[RequestContext, needs("aging:read")],
    from_month: FromMonth = None,
    until_month: UntilMonth = None,
    known_on: KnownOn = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
    *,
    by_creditor: Annotated[
        bool, Query(description="A row per creditor and currency, not per currency.")
    ] = False,
) -> Collection:
    """Days sales outstanding, standard and by countback, and the collection effectiveness index.

    Of up to 24 months; the last twelve that are over if left out. Each figure comes with all that it
    is made of, so that it can be reckoned again.
    """
    months = wanted(from_month, until_month, today(context))
    last_days = [last_day(month) for month in months]
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    known = (last_days[-1], known_on or FOR_EVER, creditor_id, currency)
    async with context.reading() as connection:
        owed = await connection.fetch(READS["owed_by_month"], *known)
        sold = await connection.fetch(READS["sold_by_month"], *known)
        current = await connection.fetch(READS["current_at"], *known, last_days)
    sums = [_sums(rows, by_creditor=by_creditor) for rows in (owed, sold, current)]
    keys = sorted(sums[0].keys() | sums[1].keys())
    return Collection(
        known_on=known_on,
        data=[_shown(key, *figures) for key in keys for figures in _figures(key, months, *sums)],
    )


def _sums(rows: Iterable[Mapping[str, Any]], *, by_creditor: bool) -> Sums:
    sums: defaultdict[Key, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        key = (row["creditor_id"] if by_creditor else "", row["currency"])
        sums[key][row["month"]] += int(row["amount"])
    return sums


def _figures(
    key: Key, months: Sequence[date], owed: Sums, sold: Sums, current: Sums
) -> Iterator[tuple[date, Month]]:
    moved, sales = owed.get(key, {}), sold.get(key, {})
    began = min([*moved, *sales, months[0]])
    for month in months:
        opening = sum(amount for day, amount in moved.items() if day < month)
        past = reversed([*months_of(began, month)])
        yield (
            month,
            Month(
                opening=opening,
                closing=opening + moved.get(month, 0),
                current=current.get(key, {}).get(month, 0),
                sales=[Sales(each, sales.get(each, 0)) for each in past],
            ),
        )


def _shown(key: Key, month: date, figures: Month) -> CollectionMonth:
    creditor_id, currency = key

    def amount(minor_units: int) -> Amount:
        return Amount.of(Money(minor_units=minor_units, currency=currency))

    def counted(each: Counted) -> CountedMonth:
        return CountedMonth(
            month=f"{each.sales.month:%Y-%m}",
            sales=amount(each.sales.amount),
            days=str(rounded(each.days)),
        )

    return CollectionMonth(
        month=f"{month:%Y-%m}",
        creditor_id=creditor_id or None,
        days=figures.sales[0].days,
        opening=amount(figures.opening),
        sales=amount(figures.sold),
        closing=amount(figures.closing),
        closing_current=amount(figures.current),
        dso=None if figures.dso is None else str(figures.dso),
        dso_countback=None if figures.dso_countback is None else str(figures.dso_countback),
        countback=[counted(each) for each in figures.countback],
        cei=None if figures.cei is None else str(figures.cei),
    )
