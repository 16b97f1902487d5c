"""Actions: what people had the console do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from console.actions.api.schemas import ActionShown, listed, shown
from console.actions.domain.action import ACTION
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.answers import Answer
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of

router = APIRouter(prefix="/v1/actions", tags=["Actions"])
READS = named_queries("console.actions", "queries.sql")
Reader = Annotated[RequestContext, needs("actions:read")]


@router.get("", summary="List what people had the console do")
async def list_actions(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    actor: Annotated[str | None, Query(description="Of this user or key alone.")] = None,
    customer_id: Annotated[str | None, Query(description="About this customer alone.")] = None,
) -> Page[ActionShown]:
    """The latest come first. Each was asked of a service with the rights of whoever asked."""
    (before,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_actions"], page.fetch, before, actor, customer_id, page.updated_since
        )
    return page.page(rows, listed, lambda row: (row["place"],))


@router.get("/{id}", response_model=ActionShown, summary="Read an action")
async def read_action(id: str, context: Reader) -> Response:
    """Who asked for what, and what the answer was."""
    async with context.work() as work:
        stream = await work.find(ACTION, context.tenant, id)
        now = await work.load(ACTION, stream)
        assert now.first is not None, "what is found was requested"
        action = shown(now.state, now.first.cause.actor, dates_of(now))
        return Answer(200, action, now.version).response()
