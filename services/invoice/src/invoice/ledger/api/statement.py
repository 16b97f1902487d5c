"""A customer's statement: what moved, and what was owed after each movement."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from invoice.customers.domain.customer import CUSTOMER, registered
from recoup_events.kernel.money import Currency
from recoup_eventstore.postgres.queries import named_queries
from recoup_receivables.calendar import local_date
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
READS = named_queries("invoice.ledger", "queries.sql")


class StatementEntry(BaseModel):
    date: date
    creditor_id: str
    kind: Literal[
        "invoice",
        "adjustment",
        "cancellation",
        "continued",
        "continues",
        "write_off",
        "write_off_reversal",
        "discount",
        "discount_reversal",
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
    balance: Amount


class Statement(Page[StatementEntry]):
    """Part of a statement, the oldest entries first."""

    customer_id: str
    as_of: date
    balances: list[OwedToCreditor] = Field(
        description="Owed at the end of `as_of`, one per creditor and currency; below zero is money "
        "on account."
    )


@router.get("/{id}/statement", summary="Read a customer's statement")
async def read_statement(
    id: str,
    context: Annotated[RequestContext, needs("customers:read")],
    page: Annotated[PageRequest, Depends()],
    currency: Annotated[
        Currency | None, Query(description="Only this currency; every one if left out.")
    ] = None,
    creditor: OfCreditor = None,
    as_of: Annotated[
        Day | None,
        Query(description="Up to the end of this day; the customer's today if left out."),
    ] = None,
) -> Statement:
    """Invoices, credits and payments by date, with what was owed after each of them."""
    async with context.work() as work:
        stream = await work.find(CUSTOMER, context.tenant, id)
        customer = registered(await work.state(CUSTOMER, stream))
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    until = as_of or local_date(context.now, customer.time_zone)
    after = page.after(tuple[date, int]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["statement"], page.fetch, id, until, currency, creditor_id, *after
        )
        closing = await connection.fetch(
            READS["closing_balances"], id, until, currency, creditor_id
        )
    entries = page.page(rows, _entry, lambda row: (row["effective_on"], row["position"]))
    balances = [
        OwedToCreditor(creditor_id=row["creditor_id"], balance=in_currency(row, "balance"))
        for row in closing
    ]
    return Statement(customer_id=id, as_of=until, balances=balances, **dict(entries))


def _entry(row: Mapping[str, Any]) -> StatementEntry:
    amounts = {name: in_currency(row, name) for name in ("amount", "balance")}
    return StatementEntry.model_validate({**row, "date": row["effective_on"], **amounts})
