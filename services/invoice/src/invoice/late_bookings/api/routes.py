"""What money that named nothing would have paid, had everything been booked on its day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from invoice.creditors.handlers import creditor_of, registered_creditor
from invoice.customers.domain.customer import CUSTOMER
from invoice.late_bookings.domain.replaying import Money, Receivable, late_bookings
from recoup_events.invoice import OrderOfPayment
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Currency
from recoup_events.kernel.money import Money as Sum
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import ISO_4217
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/customers/{id}/late-bookings", tags=["Payments"])
READS = named_queries("invoice.late_bookings", "queries.sql")
Row = Mapping[str, Any]


class LateBookingShown(BaseModel):
    """An allocation that stands, and would be another had all been booked on its day."""

    payment_id: str = Field(examples=["pay_9f0c"])
    external_id: str = Field(description="Your id of the payment.", examples=["BANK-77"])
    value_date: date
    booked_at: datetime = Field(description="When it was allocated.")
    invoice_id: str = Field(examples=["inv_52d1"])
    receivable_id: str = Field(examples=["rcv_4c1a"])
    number: str = Field(description="The invoice's.", examples=["2026-0001"])
    allocated: Amount = Field(description="What of the payment is for it.")
    would_be: Amount = Field(description="What would be.")


class LateBookings(BaseModel):
    customer_id: str
    creditor_id: str
    data: list[LateBookingShown] = Field(description="The longest booked come first.")


@router.get("", summary="List what late bookings would have changed")
async def read_late_bookings(
    id: str,
    context: Annotated[RequestContext, needs("payments:read")],
    creditor: Annotated[str, Query(description="What is owed to it, by its code.")] = DEFAULT,
    currency: Annotated[
        Currency | None,
        Query(description="The creditor's own if left out.", json_schema_extra=ISO_4217),
    ] = None,
) -> LateBookings:
    """Money without references pays what is longest due when it is booked, and that stands.

    Where a payment or an invoice was booked late, this says what would have been paid in the order of
    their days. To have it so, send `…/allocations/{allocation_id}/reallocation` of the payment.
    Allocations that a person, a dispute or a plan has decided are left out.
    """
    async with context.work() as work:
        await work.find(CUSTOMER, context.tenant, id)
        creditor_id = await registered_creditor(work, context.tenant, creditor)
        known = await creditor_of(work, context.tenant, creditor_id)
    money = currency or known.details.currency
    async with context.reading() as connection:
        allocated = await connection.fetch(READS["allocated"], id, creditor_id, money)
        receivables = await connection.fetch(READS["receivables"], id, creditor_id, money)
    found = late_bookings(
        [_receivable(each, known.books.order_of_payment) for each in receivables],
        _money(allocated),
        {(each["payment_id"], each["receivable_id"]): int(each["amount"]) for each in allocated},
    )
    payments = {each["payment_id"]: each for each in allocated}
    invoices = {each["id"]: each for each in receivables}
    shown = [
        LateBookingShown(
            payment_id=each.payment_id,
            external_id=payments[each.payment_id]["external_id"],
            value_date=payments[each.payment_id]["value_date"],
            booked_at=payments[each.payment_id]["booked_at"],
            invoice_id=invoices[each.receivable_id]["invoice_id"],
            receivable_id=each.receivable_id,
            number=invoices[each.receivable_id]["number"],
            allocated=Amount.of(Sum(minor_units=each.allocated, currency=money)),
            would_be=Amount.of(Sum(minor_units=each.would_be, currency=money)),
        )
        for each in found
    ]
    data = sorted(shown, key=lambda each: (each.booked_at, each.payment_id, each.number))
    return LateBookings(customer_id=id, creditor_id=creditor_id, data=data)


def _receivable(row: Row, order: OrderOfPayment) -> Receivable:
    last = row["charge"] is (order is OrderOfPayment.PRINCIPAL_FIRST)
    return Receivable(
        id=row["id"],
        counts_from=row["issue_date"],
        booked_at=row["created_at"],
        rank=(last, row["due_date"], row["external_id"], row["id"]),
        room=int(row["room"]),
    )


def _money(rows: Sequence[Row]) -> Sequence[Money]:
    """One of each payment, booked when the first of it was."""
    found: dict[str, Money] = {}
    for row in rows:
        id, amount = row["payment_id"], int(row["amount"])
        before = found.get(id)
        found[id] = (
            Money(id, row["value_date"], row["booked_at"], amount)
            if before is None
            else before._replace(amount=before.amount + amount)
        )
    return list(found.values())
