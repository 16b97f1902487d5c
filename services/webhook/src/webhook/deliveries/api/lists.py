"""What became of what was sent: deliveries, and each attempt."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs
from webhook.deliveries.api.schemas import (
    AttemptShown,
    DeliveryShown,
    DeliveryState,
    attempt_shown,
    delivery_shown,
)
from webhook.deliveries.domain.retrying import Outcome
from webhook.endpoints.domain.endpoint import ENDPOINT

READS = named_queries("webhook.deliveries", "reads.sql")
Reader = Annotated[RequestContext, needs("webhooks:read")]
router = APIRouter(prefix="/v1/webhook-endpoints/{id}", tags=["Webhooks"])


class DeliveryOrder(StrEnum):
    """Of the events in the feed."""

    LATEST_FIRST = "-event"
    OLDEST_FIRST = "event"

    @property
    def statement(self) -> str:
        ways = ("<", "desc") if self is DeliveryOrder.LATEST_FIRST else (">", "asc")
        return READS["list_deliveries"].replace("{beyond}", ways[0]).replace("{way}", ways[1])


@router.get("/deliveries", summary="List an endpoint's deliveries")
async def list_deliveries(
    id: str,
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    state: Annotated[
        DeliveryState | None, Query(description="`waiting`, `delivered` or `failed`.")
    ] = None,
    sort: Annotated[
        DeliveryOrder,
        Query(description="By the event's place in the feed, downwards with `-` before it."),
    ] = DeliveryOrder.LATEST_FIRST,
) -> Page[DeliveryShown]:
    """One for each event it was to be told, the latest event first unless you `sort` them."""
    await _found(context, id)
    place = page.after(tuple[int, int, int]) or (None, None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(sort.statement, page.fetch, context.tenant, id, *place, state)
    return page.page(rows, delivery_shown, lambda row: (row["gen"], row["txid"], row["pos"]))


@router.get("/attempts", summary="List an endpoint's attempts")
async def list_attempts(
    id: str,
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    event_id: Annotated[UUID | None, Query(description="Of this event alone.")] = None,
    outcome: Annotated[Outcome | None, Query(description="What came of them.")] = None,
) -> Page[AttemptShown]:
    """Each request with its answer, the latest first. They are kept for 30 days."""
    await _found(context, id)
    (before,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_attempts"], page.fetch, context.tenant, id, before, event_id, outcome
        )
    return page.page(rows, attempt_shown, lambda row: (row["id"],))


async def _found(context: RequestContext, id: str) -> None:
    async with context.work() as work:
        await work.find(ENDPOINT, context.tenant, id)
