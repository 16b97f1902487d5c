"""A page of the feed, put together from what was stored, without taking any event apart."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from starlette.responses import Response

from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.problems import Problem
from webhook.events.domain.place import BEGINNING, Place

READS = named_queries("webhook.events")
LATEST = "latest"
LOOKED_THROUGH = 10_000
"""Events that one request looks through for types it wants."""


class Wanted(NamedTuple):
    """What a reader asks for."""

    tenant: str
    limit: int
    types: Sequence[str] | None
    customer_id: str | None


class Found(NamedTuple):
    bodies: Sequence[str]
    next: Place
    """After all that was found, and all that was looked at in vain."""
    has_more: bool

    def response(self) -> Response:
        more = "true" if self.has_more else "false"
        body = f'{{"data":[{",".join(self.bodies)}],"has_more":{more},"next_cursor":"{self.next}"}}'
        return Response(body, media_type="application/json")


async def start(connection: Connection, tenant: str, after: str | None) -> Place:
    """Where to begin; raises ``Problem`` where that is not to be known any more."""
    if after == LATEST:
        row = await connection.fetchrow(READS["latest"], tenant)
        return Place(*row) if row else await _forgotten(connection, tenant, BEGINNING) or BEGINNING
    try:
        place = BEGINNING if after is None else Place.parse(after)
    except ValueError:
        raise Problem(
            400,
            "malformed_cursor",
            "This is not a place in the feed. Send next_cursor exactly as you got it as `after`, or "
            "leave it out to begin with the oldest event that is kept.",
        ) from None
    if after is not None and await _forgotten(connection, tenant, place):
        raise Problem(
            410,
            "events_forgotten",
            "Events after this place are kept no more, so some would be missing. Read what you "
            "follow anew from its lists, and begin with `after=latest` or without `after`.",
        )
    return place


async def _forgotten(connection: Connection, tenant: str, place: Place) -> Place | None:
    row = await connection.fetchrow(READS["forgotten"], tenant, *place)
    return None if row is None else Place(*row)


async def find(connection: Connection, after: Place, wanted: Wanted) -> Found:
    """The next ones; the same question finds more once more has happened."""
    ask: tuple[Any, ...] = (wanted.tenant, *after, wanted.limit + 1)
    if wanted.customer_id is not None:
        ask = (*ask, wanted.customer_id, wanted.types)
        return _found(await connection.fetch(READS["page_of_customer"], *ask), after, wanted.limit)
    if wanted.types is None:
        return _found(await connection.fetch(READS["page"], *ask), after, wanted.limit)
    return await _of_types(connection, after, wanted)


async def _of_types(connection: Connection, after: Place, wanted: Wanted) -> Found:
    """Look through so many events at most; the next request goes on behind them."""
    looked = await connection.fetchrow(
        READS["looked_through"], wanted.tenant, *after, LOOKED_THROUGH
    )
    if looked is None:
        return Found([], after, has_more=False)
    end = Place(*looked)
    rows = await connection.fetch(
        *(READS["page_of_types"], wanted.tenant, *after, wanted.limit + 1),
        *(*end, wanted.types),
    )
    found = _found(rows, end, wanted.limit)
    if found.has_more:
        return found
    beyond = await connection.fetchrow(READS["looked_through"], wanted.tenant, *end, 1)
    return Found(found.bodies, end, has_more=beyond is not None)


def _found(rows: Sequence[Any], after: Place, limit: int) -> Found:
    kept = rows[:limit]
    last = kept[-1] if kept else None
    place = Place(last["gen"], last["txid"], last["pos"]) if last else after
    return Found([row["body"] for row in kept], place, has_more=len(rows) > limit)
