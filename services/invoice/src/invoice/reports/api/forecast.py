"""The cash forecast: what is expected in which week, and what it is reckoned from."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from invoice.reports.domain.cash_forecast import Forecast, Key
from invoice.reports.domain.forecasting import LOOKED_BACK, PartKind
from invoice.reports.handlers.forecasting import (
    FIRST,
    Item,
    Wanted,
    forecasts,
    habits_of,
    page_of_items,
)
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount
from recoup_service.api.filters import InCurrency, OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/reports/cash-forecast", tags=["Reports"])
Reader = Annotated[RequestContext, needs("aging:read")]


class ForecastWeek(BaseModel):
    first_day: date = Field(description="A Monday.")
    last_day: date
    invoices: Amount = Field(description="What customers usually pay in it of what they owe.")
    instalments: Amount = Field(description="What plans say is paid in it.")
    total: Amount


class ForecastShown(BaseModel):
    """What one creditor may expect in one currency."""

    creditor_id: str | None = Field(description="`null` where all creditors are summed up.")
    currency: str
    weeks: list[ForecastWeek]
    later: Amount = Field(description="Expected after the last of these weeks.")
    later_than_usual: Amount = Field(
        description="By its customers' habits it should have come already; no day is guessed."
    )
    contested: Amount = Field(description="In disputes that are not decided.")
    held: Amount = Field(
        description="Nobody is asked for it: `chase` is `never` or `on_release`, or its customer is insolvent, "
        "dead or in a breathing space."
    )
    on_its_way: Amount = Field(description="Covered by money that is reserved for it.")
    total: Amount = Field(description="All of this together: what is owed on receivables.")


class HabitShown(BaseModel):
    days: int = Field(
        description="After the due date; half of what was paid came by then. Below zero is sooner."
    )
    payments: int = Field(description="How many paid invoices that is reckoned from.")


class CashForecast(BaseModel):
    as_of: date = Field(description="Today, in UTC.")
    paid_since: date = Field(description="Habits are those of invoices that were paid since then.")
    usual: HabitShown = Field(
        description="Of all customers together: how late one pays of whom too little is known."
    )
    data: list[ForecastShown] = Field(description="By creditor and currency.")


class PartShown(BaseModel):
    kind: PartKind
    amount: Amount
    expected_on: date | None = Field(
        description="`null` where no day is expected; an instalment's are those of its plan."
    )


class ForecastItem(BaseModel):
    """What a forecast says of one receivable."""

    receivable_id: str
    invoice_id: str
    external_id: str = Field(description="Your id of the invoice.")
    customer_id: str
    creditor_id: str
    due_date: date
    balance: Amount
    usual: HabitShown = Field(description="The customer's own, or that of all.")
    parts: list[PartShown]


@router.get("", summary="Forecast cash by week")
async def read_cash_forecast(
    context: Reader,
    weeks: Annotated[int, Query(ge=1, le=52, description="This week and those after it.")] = 13,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
    *,
    by_creditor: Annotated[
        bool, Query(description="A row per creditor and currency, not per currency.")
    ] = False,
) -> CashForecast:
    """What is owed, in the week in which its customer usually pays: due date and median lateness.

    A customer has a habit once three invoices were paid within a year; else that of all customers
    counts. Instalments come on their days. What is contested, held or later than usual stands
    apart, and all of it together is what is owed.
    """
    wanted = _wanted(context, creditor, currency)
    async with context.reading() as connection:
        habits = await habits_of(connection, wanted)
        found = await forecasts(connection, wanted, habits, weeks, by_creditor=by_creditor)
    usual = HabitShown(**habits.everybody._asdict())
    return CashForecast(
        as_of=wanted.today,
        paid_since=wanted.today - LOOKED_BACK,
        usual=usual,
        data=[_shown(key, forecast) for key, forecast in sorted(found.items())],
    )


@router.get("/items", summary="List what a forecast is reckoned from")
async def list_forecast_items(
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    creditor: OfCreditor = None,
    currency: InCurrency = None,
) -> Page[ForecastItem]:
    """Every receivable with the customer's habit and the day it leads to, in the order of ids."""
    wanted = _wanted(context, creditor, currency)
    after = page.after(tuple[str, str]) or FIRST
    async with context.reading() as connection:
        habits = await habits_of(connection, wanted)
        rows = await page_of_items(connection, wanted, habits, after, page.fetch)
    return page.page(rows, _item, lambda item: (item.customer_id, item.receivable.receivable_id))


def _wanted(context: RequestContext, creditor: str | None, currency: str | None) -> Wanted:
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    return Wanted(context.now.date(), creditor_id, currency)


def _shown(key: Key, forecast: Forecast) -> ForecastShown:
    creditor_id, currency = key

    def amount(minor_units: int) -> Amount:
        return Amount.of(Money(minor_units=minor_units, currency=currency))

    return ForecastShown(
        creditor_id=creditor_id or None,
        currency=currency,
        weeks=[
            ForecastWeek(
                first_day=monday,
                last_day=monday + timedelta(days=6),
                invoices=amount(week.invoices),
                instalments=amount(week.instalments),
                total=amount(week.invoices + week.instalments),
            )
            for monday, week in forecast.weeks()
        ],
        later=amount(forecast.later),
        later_than_usual=amount(forecast.apart(PartKind.LATER_THAN_USUAL)),
        contested=amount(forecast.apart(PartKind.CONTESTED)),
        held=amount(forecast.apart(PartKind.HELD)),
        on_its_way=amount(forecast.apart(PartKind.ON_ITS_WAY)),
        total=amount(forecast.total),
    )


def _item(item: Item) -> ForecastItem:
    known = item.receivable
    assert known.balance is not None, "only what has arrived is owed"
    currency = known.balance.currency
    return ForecastItem(
        receivable_id=known.receivable_id,
        invoice_id=known.invoice_id,
        external_id=known.external_id,
        customer_id=item.customer_id,
        creditor_id=known.creditor_id,
        due_date=known.due_date,
        balance=Amount.of(known.balance),
        usual=HabitShown(**item.habit._asdict()),
        parts=[
            PartShown(
                kind=part.kind,
                amount=Amount.of(Money(minor_units=part.minor_units, currency=currency)),
                expected_on=part.expected_on,
            )
            for part in item.parts
        ],
    )
