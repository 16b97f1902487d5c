"""Categories: why customers do not pay, what says so, and a person's word in its place."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Account
from recoup_events.workflow_scheduler import Category
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import maybe_dates_of
from workflow_scheduler.categories.api.schemas import (
    CategoryListed,
    CategoryShown,
    NewOverride,
    WeightsShown,
    listed,
    shown,
    weights_shown,
)
from workflow_scheduler.categories.domain.category import (
    CATEGORY,
    CategoryCommand,
    EndOverride,
    OverrideCategory,
    category_of,
)
from workflow_scheduler.categories.domain.weighing import flips
from workflow_scheduler.categories.handlers import known_customer, pieces_of, weighing_of

router = APIRouter(prefix="/v1/categories", tags=["Categories"])
READS = named_queries("workflow_scheduler.categories", "queries.sql")
Reader = Annotated[RequestContext, needs("enrolments:read")]
Writer = Annotated[RequestContext, needs("enrolments:write")]


@router.get("", summary="List customers by category")
async def list_categories(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    category: Annotated[Category | None, Query(description="Only of this category.")] = None,
    overridden: Annotated[
        bool | None, Query(description="Only those a person has decided, or only others.")
    ] = None,
) -> Page[CategoryListed]:
    """Those whose category has ever changed, the latest change first; all others are `undecided`."""
    since, id = page.after(tuple[datetime, str]) or (None, None)
    wanted = (category, overridden, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_categories"], page.fetch, since, id, *wanted)
    return page.page(rows, listed, lambda row: (row["since"], row["id"]))


@router.get("/weights", response_model=WeightsShown, summary="Read the table of weights")
async def read_weights(context: Reader) -> Response:
    """How much each kind of evidence speaks for each category, for how long, and why."""
    return Answer(200, weights_shown()).response()


@router.get("/{id}", response_model=CategoryShown, summary="Read a customer's category")
async def read_category(id: str, context: Reader) -> Response:
    """By Recoup's id of the customer: the evidence, its points, and what would change the outcome."""
    async with context.work() as work:
        account = Account(context.tenant, id)
        if (await work.load(CATEGORY, category_of(account))).version == 0:
            await known_customer(work, account)
        return (await _answer(work, context, id)).response()


@router.put(
    "/{id}/override", response_model=CategoryShown, summary="Override a customer's category"
)
async def override_category(id: str, body: NewOverride, context: Writer) -> Response:
    """A person's word stands before the evidence, until its last day or until it is taken back.

    `If-Match` is the `ETag` of `GET /v1/categories/{id}`.
    """
    override = {"category": body.category, "reason": body.reason, "until": body.until}

    async def command(work: UnitOfWork) -> CategoryCommand:
        reviewed = await weighing_of(work, Account(context.tenant, id), context.cause)
        return OverrideCategory(**reviewed, **override, by=context.actor)

    return await _decided(context, id, command)


@router.delete("/{id}/override", response_model=CategoryShown, summary="Take an override back")
async def end_category_override(id: str, context: Writer) -> Response:
    """The evidence decides again, from now on."""

    async def command(work: UnitOfWork) -> CategoryCommand:
        reviewed = await weighing_of(work, Account(context.tenant, id), context.cause)
        return EndOverride(**reviewed, by=context.actor)

    return await _decided(context, id, command)


async def _decided(
    context: RequestContext, id: str, command: Callable[[UnitOfWork], Awaitable[CategoryCommand]]
) -> Response:
    account = Account(context.tenant, id)
    stream = category_of(account)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([account], reading=[stream])
        await known_customer(work, account)
        context.match((await work.load(CATEGORY, stream)).version)
        await work.execute(CATEGORY, stream, await command(work), context.cause)
        return await _answer(work, context, id)

    return await context.decide(decision)


async def _answer(work: UnitOfWork, context: RequestContext, id: str) -> Answer:
    account = Account(context.tenant, id)
    held = await work.load(CATEGORY, category_of(account))
    reviewed = await weighing_of(work, account, context.cause)
    pieces = await pieces_of(work, account)
    changes = list(flips(pieces, context.now))
    body = shown(id, held.state, reviewed["weighing"], changes, maybe_dates_of(held))
    return Answer(200, body, held.version)
