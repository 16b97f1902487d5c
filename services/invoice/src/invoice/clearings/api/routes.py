"""Remittances of agencies, as the creditor sees them: what is on its way, what arrived, what differs."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.clearings.api.schemas import (
    InTransit,
    InTransitShown,
    NewTransfer,
    RemittanceListed,
    RemittanceShown,
    Settlement,
    State,
    TransferReversal,
    listed,
    shown,
)
from invoice.clearings.domain.clearing import CLEARING, LATE_AFTER
from invoice.clearings.domain.commands import ReceiveTransfer, ReverseTransfer, Settle
from invoice.fields import VALUE_DATES
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import in_currency
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/remittances", tags=["Remittances"])
READS = named_queries("invoice.clearings", "queries.sql")
SORTED = sorted_by("-opened_on", opened_on=date, **DATES)
remittances = Collection("remittances", CLEARING, shown)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]


@router.get("", summary="List remittances")
async def list_clearings(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[State | None, Query(description="Only those that stand so.")] = None,
    creditor: OfCreditor = None,
    agency_id: Annotated[str | None, Query(description="Recoup's id of the agency.")] = None,
    late: Annotated[
        bool | None, Query(description="Only those of which nothing has arrived for 14 days.")
    ] = None,
) -> Page[RemittanceListed]:
    """The latest come first, unless you `sort` them. What is not `cleared` is to be looked at."""
    before = context.now.date() - LATE_AFTER if late else None
    wanted: tuple[Any, ...] = (
        *(state, creditor_id_or_none(context.tenant, creditor), agency_id, before),
        page.updated_since,
    )
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_clearings"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/in-transit", summary="Sum up what is in transit")
async def sum_up_in_transit(context: Reader, creditor: OfCreditor = None) -> InTransit:
    """What agencies have of each creditor's, by currency: the clearing account of each."""
    asked = creditor_id_or_none(context.tenant, creditor)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["in_transit"], asked)
    return InTransit(
        data=tuple(InTransitShown(**{**row, "amount": in_currency(row, "amount")}) for row in rows)
    )


@router.get("/{id}", response_model=RemittanceShown, summary="Read a remittance")
async def read_clearing(id: str, context: Reader) -> Response:
    """What arrived of it, and what to do about the rest, with its version as `ETag`."""
    return await remittances.get(context, id)


@router.post("/{id}/transfers", response_model=RemittanceShown, summary="Record its transfer")
async def record_transfer(id: str, body: NewTransfer, context: Writer) -> Response:
    """For who sends no receipts. It pays no invoice; the same again changes nothing."""
    VALUE_DATES.check(body.value_date, context.now.date(), "/value_date")
    command = ReceiveTransfer(
        source=body.source,
        external_id=body.external_id,
        amount=body.amount.money,
        value_date=body.value_date,
    )
    return await remittances.command(context, id, command, blindly=True)


@router.post(
    "/{id}/transfer-reversal", response_model=RemittanceShown, summary="Take its transfer back"
)
async def reverse_transfer(id: str, body: TransferReversal, context: Writer) -> Response:
    """The bank took it back, or it was another's: it is in transit again."""
    command = ReverseTransfer(**dict(body), today=context.now.date())
    return await remittances.command(context, id, command)


@router.post("/{id}/settlement", response_model=RemittanceShown, summary="Settle what is left")
async def settle(id: str, body: Settlement, context: Writer) -> Response:
    """Nothing more of it is awaited; what differed is kept with the reason and who said so."""
    command = Settle(reason=body.reason, by=context.cause.actor, today=context.now.date())
    return await remittances.command(context, id, command)
