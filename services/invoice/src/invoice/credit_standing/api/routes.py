"""A customer's credit: its limit, what people decide about it, and those that need a look."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.credit_standing.api.schemas import (
    STANDING,
    CreditBody,
    CreditShown,
    ServingBody,
    listed,
    shown,
)
from invoice.credit_standing.domain import commands
from invoice.credit_standing.domain.credit import CREDIT, credit_stream
from invoice.credit_standing.handlers.reviewing import review
from invoice.credit_standing.handlers.situation import credit_streams
from invoice.creditors.handlers import creditor_stream, registered_creditor
from invoice.customers.handlers import registered_customer
from recoup_events.invoice.credit_standing import Standing
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CustomerId, creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import Search, found

router = APIRouter(tags=["Credit"])
READS = named_queries("invoice.credit_standing", "queries.sql")
credits = Collection("credit-standings", CREDIT, shown)
Reader = Annotated[RequestContext, needs("credit:read")]
Writer = Annotated[RequestContext, needs("credit:write")]


@router.put(
    "/v1/customers/{id}/credit",
    status_code=201,
    response_model=CreditShown,
    responses={200: {"model": CreditShown, "description": "It was there, and is as sent now."}},
    summary="Set a customer's limit, or decide its standing",
)
async def put_customer_credit(id: str, body: CreditBody, context: Writer) -> Response:
    """With one creditor. An override holds until its last day; then the rules decide again."""

    async def record(work: UnitOfWork, stream: Stream) -> None:
        ids = await _ids(work, stream, body.creditor, context)
        override = body.override_by(context.actor)
        limit = None if body.limit is None else body.limit.money
        command = commands.RecordTerms(**ids, limit=limit, override=override, by=context.actor)
        await work.execute(CREDIT, stream, command, context.cause)
        await review(work, stream.account, command.creditor_id, context.cause)

    stream, reads = _stream(context, id, body.creditor)
    return await credits.put(context, stream, record, record, reads)


@router.post(
    "/v1/customers/{id}/credit/serving",
    response_model=CreditShown,
    summary="Decide whether to go on serving a customer",
)
async def decide_serving(id: str, body: ServingBody, context: Writer) -> Response:
    """Where the rules advise to stop; what is decided holds as long as they do.

    Decided again, the last decision holds, so that it needs no `If-Match`.
    """
    stream, _ = _stream(context, id, body.creditor)

    async def decide(work: UnitOfWork, stream: Stream) -> None:
        ids = await _ids(work, stream, body.creditor, context)
        fields = {name: value for name, value in body if name != "creditor"}
        command = commands.DecideServing(**ids, **fields, by=context.actor)
        await work.execute(CREDIT, stream, command, context.cause)
        await review(work, stream.account, command.creditor_id, context.cause)

    return await credits.change(context, stream.id, decide, blindly=True)


def _stream(context: RequestContext, id: str, creditor: str) -> tuple[Stream, list[Stream]]:
    """And what is loaded with it."""
    account = Account(context.tenant, CustomerId(id))
    creditor_id = creditor_id_of(context.tenant, creditor)
    reads = [*credit_streams(account, creditor_id), creditor_stream(context.tenant, creditor)]
    return credit_stream(account, creditor_id), reads


async def _ids(
    work: UnitOfWork, stream: Stream, creditor: str, context: RequestContext
) -> dict[str, object]:
    """What every command names; refused where there is no such customer or creditor."""
    customer = await registered_customer(work, stream.account, customer_at="/id")
    return {
        "credit_id": stream.id,
        "creditor_id": await registered_creditor(work, context.tenant, creditor),
        "customer_id": customer.customer_id,
        "today": local_date(context.now, customer.time_zone),
    }


@router.get("/v1/credit-standings", summary="List credit standings")
async def list_credit_standings(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    standing: Annotated[Standing | None, Query(description=STANDING)] = None,
    creditor: OfCreditor = None,
    customer_id: OfCustomer = None,
    search: Search = None,
) -> Page[CreditShown]:
    """Of all customers whose standing was ever another than normal, or who have a limit or override.

    `search` looks at what the customers are called. The harshest standings come first.
    """
    after = page.after(tuple[int, str]) or (None, None)
    wanted = (standing, creditor_id_or_none(context.tenant, creditor), customer_id)
    async with context.reading() as connection:
        those = await found(connection, "invoice", "customer", search)
        rows = await connection.fetch(
            READS["list_credits"], page.fetch, *after, *wanted, page.updated_since, *those
        )
    return page.page(rows, listed, lambda row: (row["severity"], row["id"]))


@router.get(
    "/v1/credit-standings/{id}", response_model=CreditShown, summary="Read a credit standing"
)
async def read_credit_standing(id: str, context: Reader) -> Response:
    """As it was recorded last; `POST /v1/credit-decisions` judges by what is owed this moment."""
    return await credits.get(context, id)
