"""What the bank took back: say so, and see what it undid."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.returns.api.recording import READS, recording, sent
from invoice.returns.api.schemas import NewReturn, ReturnShown, listed, shown
from invoice.returns.domain.bank_return import RETURN, return_id_of
from recoup_service.api.collection import Collection
from recoup_service.api.filters import (
    InCurrency,
    OfCreditor,
    OfSource,
    ValueDateFrom,
    ValueDateTo,
    creditor_id_or_none,
)
from recoup_service.api.importable import Importable
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/returns", tags=["Receipts"])
returns = Collection("returns", RETURN, shown)
SORTED = sorted_by("-value_date", value_date=date, **DATES)
RETURNS = Importable("return", "payments:write", returns, NewReturn, sent)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]


@router.post("", status_code=201, response_model=ReturnShown, summary="Record a return")
async def record_return(body: NewReturn, context: Writer) -> Response:
    """Reverses the payments that the receipt became; what of it waited is sent back."""
    id = return_id_of(context.tenant, body.creditor, body.source, body.external_id)
    stream = RETURN.stream(context.tenant, id, id)
    taken = DuplicateExternalId.of(body.external_id, id)
    return await returns.create(context, stream, recording(body, context), taken)


@router.get("", summary="List returns")
async def list_returns(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    creditor: OfCreditor = None,
    currency: InCurrency = None,
    external_id: Annotated[str | None, Query(description="The bank's id of the return.")] = None,
    source: OfSource = None,
    receipt_id: Annotated[
        str | None, Query(description="Recoup's id of the receipt that was taken back.")
    ] = None,
    value_date_from: ValueDateFrom = None,
    value_date_to: ValueDateTo = None,
    search: Search = None,
) -> Page[ReturnShown]:
    """The latest value dates come first, unless you `sort` them."""
    wanted: tuple[Any, ...] = (
        *(creditor_id_or_none(context.tenant, creditor), currency, external_id, source),
        *(receipt_id, value_date_from, value_date_to, page.updated_since),
    )
    async with context.reading() as connection:
        those = await found(connection, "invoice", "bank_return", search)
        rows = await order.fetch(connection, READS["list_returns"], page, *wanted, *those)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=ReturnShown, summary="Read a return")
async def read_return(id: str, context: Reader) -> Response:
    """Which receipt came back, and which payments were reversed for it."""
    return await returns.get(context, id)
