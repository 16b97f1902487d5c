"""A customer's statement: what was owed before, what moved, and what was owed after each movement."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from invoice.customers.domain.customer import CUSTOMER, registered
from invoice.ledger.api.days import FOR_EVER, KnownOn
from recoup_events.kernel.money import Currency
from recoup_eventstore.postgres.queries import named_queries
from recoup_receivables.calendar import local_date
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import ISO_4217, Day
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
READS = named_queries("invoice.ledger", "queries.sql")


class StatementEntry(BaseModel):
    recorded_on: date = Field(description="In UTC; later than `date` where it was booked late.")
    date: Annotated[date, Field(description="The day from which it counts.")]
    creditor_id: str
    kind: Literal[
        "invoice",
        "charge",
        "adjustment",
        "cancellation",
        "continued",
        "continues",
        "write_off",
        "write_off_reversal",
        "discount",
        "discount_reversal",
        "payment_difference",
        "payment_difference_reversal",
        "bank_charges",
        "bank_charges_reversal",
        "payment",
        "refund",
        "reversal",
        "credit",
        "credit_cancellation",
        "paid_for_other",
        "paid_by_other",
    ] = Field(
        description="`continued`: an invoice is asked for no more, for another `continues` it over the "
        "same amount. `paid_for_other`: money of this customer pays another's invoice; `paid_by_other`: "
        "another's pays this customer's. With the other sign it came back."
    )
    reference: str = Field(description="The invoice's number, or your id of credit or payment.")
    invoice_id: str | None
    payment_id: str | None
    credit_note_id: str | None
    other_customer_id: str | None = Field(description="Who was paid for, or who paid.")
    amount: Amount = Field(description="Above zero when the customer owes more.")
    balance: Amount = Field(description="Owed to this creditor in this currency after the entry.")


class OwedToCreditor(BaseModel):
    creditor_id: str
    opening: Amount = Field(
        description="Owed before the first day; below zero is money on account."
    )
    balance: Amount = Field(
        description="Owed at the end of the last day; below zero is money on account."
    )


class Statement(Page[StatementEntry]):
    """Part of a statement, the oldest entries first."""

    customer_id: str
    from_date: date | None = Field(description="The first day; `null` is from the beginning.")
    as_of: date = Field(description="The last day.")
    known_on: date | None = Field(description="As asked; `null` is all that is known by now.")
    balances: list[OwedToCreditor] = Field(
        description="Before and after, one per creditor and currency."
    )


@router.get("/{id}/statement", summary="Read a customer's statement")
async def read_statement(
    id: str,
    context: Annotated[RequestContext, needs("customers:read")],
    page: Annotated[PageRequest, Depends()],
    currency: Annotated[
        Currency | None,
        Query(description="Only this currency; every one if left out.", json_schema_extra=ISO_4217),
    ] = None,
    creditor: OfCreditor = None,
    as_of: Annotated[
        Day | None,
        Query(description="Up to the end of this day; the customer's today if left out."),
    ] = None,
    from_date: Annotated[
        Day | None, Query(description="From this day on; from the beginning if left out.")
    ] = None,
    known_on: KnownOn = None,
) -> Statement:
    """Invoices, credits and payments by date, with what was owed before, after each, and in the end.

    A movement stands on the day from which it counts, whenever it was booked. With `known_on`, those
    that were booked later are left out.
    """
    async with context.work() as work:
        stream = await work.find(CUSTOMER, context.tenant, id)
        customer = registered(await work.state(CUSTOMER, stream))
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    until = as_of or local_date(context.now, customer.time_zone)
    after = page.after(tuple[date, int]) or (None, None)
    period = (from_date or date.min, until, known_on or FOR_EVER, currency, creditor_id)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["statement"], page.fetch, id, *period, *after)
        sums = await connection.fetch(READS["balances"], id, *period)
    entries = page.page(rows, _entry, lambda row: (row["effective_on"], row["position"]))
    return Statement(
        customer_id=id,
        from_date=from_date,
        as_of=until,
        known_on=known_on,
        balances=[_owed(row) for row in sums],
        **dict(entries),
    )


def _owed(row: Mapping[str, Any]) -> OwedToCreditor:
    return OwedToCreditor(
        creditor_id=row["creditor_id"],
        opening=in_currency(row, "opening"),
        balance=in_currency(row, "balance"),
    )


def _entry(row: Mapping[str, Any]) -> StatementEntry:
    amounts = {name: in_currency(row, name) for name in ("amount", "balance")}
    return StatementEntry.model_validate({**row, "date": row["effective_on"], **amounts})
