"""The feed: everything that happened to a tenant, to be read and followed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from recoup_service.api.filters import OfCustomer
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.route_docs import Kind
from webhook.events.api.pages import LATEST, READS, Wanted, find, start
from webhook.events.api.schemas import EventPage, PublicEvent
from webhook.events.domain.type_filter import UnknownType, types_of
from webhook.events.handlers.waiting import Waiting

Reader = Annotated[RequestContext, needs("events:read")]
MOST = 1_000
LONGEST_WAIT = 30
FORGOTTEN = Kind(
    410, "events_forgotten", "Events after this place are kept no more. Begin again."
).response()
After = Annotated[
    str | None,
    Query(
        description="`next_cursor` of the page before. Left out, the feed begins with the oldest "
        f"event that is kept; `{LATEST}` begins with what happens from now on."
    ),
]
Types = Annotated[
    str | None,
    Query(
        description="Only these, separated by commas: `invoice.issued`, `invoice.issued.v1`, or "
        "`invoice.*` for all of a kind; docs/events.md lists them.",
        max_length=2000,
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Events per page.")]
Wait = Annotated[
    int,
    Query(
        ge=0,
        le=LONGEST_WAIT,
        description="Where nothing is there yet, wait so many seconds for it. A few may wait at "
        "once; who would be one more is answered at once.",
    ),
]


def feed(waiting: Waiting) -> APIRouter:
    """The routes; who waits meets there who brings."""
    router = APIRouter(prefix="/v1/events", tags=["Events"])

    @router.get(
        "",
        response_model=EventPage,
        summary="Read the feed of events",
        responses={410: FORGOTTEN},
    )
    async def read_feed(
        context: Reader,
        after: After = None,
        types: Types = None,
        customer_id: OfCustomer = None,
        limit: Limit = 100,
        wait: Wait = 0,
    ) -> Response:
        """Every public event of the tenant, each customer's in order.

        Follow it by sending `next_cursor` as `after`: whoever does misses none, also none that
        was committed late, and gets each once. Events are kept for 30 days unless the operator
        says otherwise; whoever stays away for longer is told with `410`.
        """
        wanted = Wanted(context.tenant, limit, _types(types), customer_id)
        async with context.reading() as connection:
            place = await start(connection, context.tenant, after)
            found = await find(connection, place, wanted)
        if wait and not found.bodies and not found.has_more:
            await waiting.wait(context.tenant, found.next, wait)
            async with context.reading() as connection:
                found = await find(connection, found.next, wanted)
        return found.response()

    @router.get("/{id}", response_model=PublicEvent, summary="Read an event")
    async def read_event(id: UUID, context: Reader) -> Response:
        """One event, by its id, as long as it is kept."""
        async with context.reading() as connection:
            body = await connection.fetchval(READS["find"], context.tenant, id)
        if body is None:
            raise Problem(
                404,
                "not_found",
                "There is no such event, or it is kept no more. Check the id.",
            )
        return Response(body, media_type="application/json")

    return router


def _types(sent: str | None) -> list[str] | None:
    if sent is None:
        return None
    try:
        return list(types_of(name.strip() for name in sent.split(",")))
    except UnknownType as unknown:
        raise Problem(
            422, "invalid_request", str(unknown), [Mistake(detail=str(unknown))]
        ) from None
