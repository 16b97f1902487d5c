"""Money that came in: record it, allocate what is on account, and take back what bounced."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.allocations.schemas import Unallocation, references_of
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import party_streams
from invoice.fields import VALUE_DATES
from invoice.payments.api.recording import preparing, recording, sent
from invoice.payments.api.schemas import (
    MoneyAllocation,
    NewPayment,
    NewRefund,
    PaymentShown,
    PaymentSummary,
    Reallocation,
    Reversal,
    listed,
    shown,
)
from invoice.payments.domain import commands
from invoice.payments.domain.payment import PAYMENT
from invoice.payments.handlers import (
    allocate_more,
    reverse_payment,
    unallocate_payment,
)
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import AllocationId, payment_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, put_each
from recoup_service.api.collection import Collection
from recoup_service.api.filters import (
    InCurrency,
    OfCreditor,
    OfCustomer,
    OfParent,
    OfSource,
    ValueDateFrom,
    ValueDateTo,
    creditor_id_or_none,
)
from recoup_service.api.importable import Importable
from recoup_service.api.metadata import DescribedPageRequest, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/payments", tags=["Payments"])
READS = named_queries("invoice.payments", "queries.sql")
SORTED = sorted_by("-value_date", value_date=date, **DATES)
payments = Collection("payments", PAYMENT, shown)
PAYMENTS = Importable("payment", "payments:write", payments, NewPayment, sent, preparing)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]


@router.post("", status_code=201, response_model=PaymentShown, summary="Record a payment")
async def record_payment(body: NewPayment, context: Writer) -> Response:
    """The money pays the invoices in `references`; without them, the longest due come first."""
    id = payment_id_of(context.tenant, body.external_id, body.creditor, body.source)
    stream = PAYMENT.stream(context.tenant, body.customer_in(context.tenant), id)
    taken = DuplicateExternalId.of(body.external_id, id)
    reads = party_streams(stream.account, body.creditor)
    return await payments.create(context, stream, recording(body, context), taken, reads)


@router.post("/bulk", summary="Record up to 1,000 payments")
async def record_payments(body: Bulk[NewPayment], context: Writer) -> BulkShown:
    """Each as by itself, with a result of its own: one that is refused stops no other.

    A customer's are taken in the order sent. Sent again, what was recorded is `unchanged`, so it needs no `Idempotency-Key`.
    """
    items = [item if isinstance(item, Unreadable) else sent(item, context) for item in body.data]
    return await put_each(payments, context, items, preparing(body.data, context))


@router.get("", summary="List payments")
async def list_payments(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    order: Annotated[Order, SORTED],
    external_id: Annotated[str | None, Query(description="Your id of the payment.")] = None,
    source: OfSource = None,
    search: Search = None,
    customer_id: OfCustomer = None,
    parent_id: OfParent = None,
    state: Annotated[
        Literal["received", "reversed"] | None, Query(description="Only in this state.")
    ] = None,
    currency: InCurrency = None,
    value_date_from: ValueDateFrom = None,
    value_date_to: ValueDateTo = None,
    reference: Annotated[
        str | None,
        Query(
            description="A part of what the payer wrote, in any case.", min_length=1, max_length=500
        ),
    ] = None,
    creditor: OfCreditor = None,
    ambiguous: Annotated[
        bool | None, Query(description="Whether a number fits several invoices.")
    ] = None,
) -> Page[PaymentSummary]:
    """The latest value dates come first, unless you `sort` them."""
    wanted: tuple[Any, ...] = (
        *(external_id, customer_id, state, currency),
        *(value_date_from, value_date_to, reference),
        *(creditor_id_or_none(context.tenant, creditor), ambiguous, parent_id),
        *(page.updated_since, *page.metadata, source),
    )
    async with context.reading() as connection:
        those = await found(connection, "invoice", "payment", search)
        rows = await order.fetch(connection, READS["list_payments"], page, *wanted, *those)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=PaymentShown, summary="Read a payment")
async def read_payment(id: str, context: Reader) -> Response:
    """The payment as it is now, with what it paid, and its version as `ETag`."""
    return await payments.get(context, id)


@router.post(
    "/{id}/allocations", response_model=PaymentShown, summary="Allocate money that is on account"
)
async def allocate(id: str, body: MoneyAllocation, context: Writer) -> Response:
    """Pays the invoices in `references`; without them, the longest due come first."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await allocate_more(work, stream, references_of(body.references), context.cause)

    return await payments.change(context, id, change)


@router.post(
    "/{id}/allocations/{allocation_id}/unallocation",
    response_model=PaymentShown,
    summary="Take an allocation off its invoice",
)
async def unallocate(id: str, allocation_id: str, body: Unallocation, context: Writer) -> Response:
    """The money is on account again and the invoice is owed; the bank took nothing back."""
    allocation = AllocationId(allocation_id)

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await unallocate_payment(work, stream, allocation, body.reason, context.cause)

    return await payments.change(context, id, change)


@router.post(
    "/{id}/allocations/{allocation_id}/reallocation",
    response_model=PaymentShown,
    summary="Move an allocation to other invoices",
)
async def reallocate(id: str, allocation_id: str, body: Reallocation, context: Writer) -> Response:
    """The wrong invoice was paid: it is owed again, and those in `references` are paid instead."""
    allocation = AllocationId(allocation_id)

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await unallocate_payment(work, stream, allocation, body.reason, context.cause)
        await allocate_more(work, stream, references_of(body.references), context.cause)

    return await payments.change(context, id, change)


@router.post("/{id}/refunds", response_model=PaymentShown, summary="Refund money on account")
async def refund_money(id: str, body: NewRefund, context: Writer) -> Response:
    """Records that money on account went back; the same refund again changes nothing."""
    VALUE_DATES.check(body.refunded_on, context.now.date(), "/refunded_on")
    command = commands.RefundPayment(
        external_id=body.external_id,
        amount=body.amount.money,
        origin=body.origin,
        refunded_on=body.refunded_on,
        reason=body.reason,
    )
    return await payments.command(context, id, command)


@router.post("/{id}/reversal", response_model=PaymentShown, summary="Reverse a payment")
async def reverse_money(id: str, body: Reversal, context: Writer) -> Response:
    """The bank took the money back; the invoices it paid are owed again."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await reverse_payment(work, stream, body.reason, context.cause)

    return await payments.change(context, id, change)


serve_metadata(router, payments, PaymentShown, "payments:write")
