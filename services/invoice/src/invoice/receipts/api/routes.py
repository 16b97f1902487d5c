"""Money as the bank saw it: send it, see what waits, and say whose it is."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from invoice.receipts.api.deciding import Acceptance, Clearing, Return
from invoice.receipts.api.shown import ReceiptShown, ReceiptSummary, listed, shown
from invoice.receipts.domain.receipt import RECEIPT, ReceiptState
from invoice.receipts.handlers.clearing import clear
from invoice.receipts.handlers.looking import READS, look
from invoice.receipts.handlers.matching import match_receipt
from invoice.receipts.handlers.reviewing import accept_candidate, accept_parts, send_back
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.collection import Collection
from recoup_service.api.filters import (
    InCurrency,
    OfCreditor,
    OfSource,
    ValueDateFrom,
    ValueDateTo,
    creditor_id_or_none,
)
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/receipts", tags=["Receipts"])
receipts = Collection("receipts", RECEIPT, shown)
SORTED = sorted_by("-value_date", value_date=date, **DATES)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]


@router.get("", summary="List receipts")
async def list_receipts(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[
        ReceiptState | None, Query(description="`review`: those that wait for a person.")
    ] = None,
    creditor: OfCreditor = None,
    currency: InCurrency = None,
    external_id: Annotated[str | None, Query(description="The bank's id of the receipt.")] = None,
    source: OfSource = None,
    value_date_from: ValueDateFrom = None,
    value_date_to: ValueDateTo = None,
    search: Search = None,
) -> Page[ReceiptSummary]:
    """The latest value dates come first, unless you `sort` them."""
    wanted: tuple[Any, ...] = (
        *(state, creditor_id_or_none(context.tenant, creditor), currency),
        *(external_id, source, value_date_from, value_date_to, page.updated_since),
    )
    async with context.reading() as connection:
        those = await found(connection, "invoice", "receipt", search)
        rows = await order.fetch(connection, READS["list_receipts"], page, *wanted, *those)
    return page.page(rows, listed, order.key)


class UnidentifiedCash(BaseModel):
    creditor_id: str
    receipts: int = Field(description="How many wait.")
    amount: Amount = Field(description="What of them is nobody's yet.")
    oldest: date = Field(description="The value date of the one that waits longest.")


class UnidentifiedShown(BaseModel):
    data: tuple[UnidentifiedCash, ...]


@router.get("/unidentified", summary="Sum up unidentified cash")
async def sum_up_unidentified(context: Reader, creditor: OfCreditor = None) -> UnidentifiedShown:
    """What has come in and waits, by creditor and currency: no customer has it on account."""
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["unidentified_cash"], creditor_id_or_none(context.tenant, creditor)
        )
    return UnidentifiedShown(
        data=tuple(
            UnidentifiedCash(**{**row, "amount": in_currency(row, "amount")}) for row in rows
        )
    )


@router.get("/{id}", response_model=ReceiptShown, summary="Read a receipt")
async def read_receipt(id: str, context: Reader) -> Response:
    """What it may be for, or what became of it, with its version as `ETag`."""
    return await receipts.get(context, id)


@router.post("/{id}/acceptance", response_model=ReceiptShown, summary="Say whose money it is")
async def accept_receipt(id: str, body: Acceptance, context: Writer) -> Response:
    """It becomes a payment of that customer, or several, and pays what is said, up to what is owed by now."""

    async def accept(work: UnitOfWork, stream: Stream) -> None:
        if body.candidate is not None:
            await accept_candidate(work, stream, body.candidate, body.reason, context.cause)
            return
        left = (await work.state(RECEIPT, stream)).left
        parts = body.choices(context.tenant, left)
        await accept_parts(work, stream, parts, body.reason or "", context.cause)

    return await receipts.change(context, id, accept)


@router.post("/{id}/clearing", response_model=ReceiptShown, summary="Say which remittance it is of")
async def clear_remittances(id: str, body: Clearing, context: Writer) -> Response:
    """It is an agency's transfer: it pays no invoice, for what the agency's debtors paid did.

    What it is short of, or over, stays with the remittance (`GET /v1/remittances/{id}`) until that is settled.
    """

    async def cleared(work: UnitOfWork, stream: Stream) -> None:
        receipt = await work.state(RECEIPT, stream)
        exchange = receipt.known.exchange
        left = receipt.left if exchange is None else exchange.settles
        parts = [each.part(left) for each in body.remittances]
        await clear(work, stream, parts, body.reason, context.cause, by=context.cause.actor)

    return await receipts.change(context, id, cleared)


@router.post("/{id}/return", response_model=ReceiptShown, summary="Send a receipt back")
async def return_receipt(id: str, body: Return, context: Writer) -> Response:
    """Records that it goes back to whoever sent it; it never was any customer's."""
    amount = None if body.amount is None else body.amount.money

    async def back(work: UnitOfWork, stream: Stream) -> None:
        await send_back(work, stream, amount, body.reason, context.cause)

    return await receipts.change(context, id, back)


@router.post("/{id}/matching", response_model=ReceiptShown, summary="Match a receipt anew")
async def match_anew(id: str, context: Writer) -> Response:
    """With what is known by now: invoices that came later, payers that were recognised since."""
    async with context.work() as work:
        entry = (await work.state(RECEIPT, await work.find(RECEIPT, context.tenant, id))).known
    async with context.reading() as connection:
        seen = await look(connection, entry)

    async def again(work: UnitOfWork, stream: Stream) -> None:
        await match_receipt(work, stream, seen, context.cause)

    return await receipts.change(context, id, again, blindly=True)
