"""The feed, page by page, for one projection: events that do not concern it are not even decoded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import EVENTS
from recoup_eventstore.isolation import blames_the_item
from recoup_eventstore.ports import Cursor, Positioned
from recoup_eventstore.postgres.read_models.ledger import QUERIES
from recoup_eventstore.postgres.rows import positioned
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from asyncpg import Pool, Record

EVERYTHING = Cursor(2**31 - 1, 2**63 - 1, 2**63 - 1)


class Undecoded(NamedTuple):
    """A recorded event that this version cannot read, and why."""

    pos: int
    stream: Stream
    type: str
    data: str
    error: BaseException


class Page(NamedTuple):
    events: Sequence[Positioned | Undecoded]
    """Those that concern it."""
    end: Cursor
    seen: int
    """How many events lie up to the end; 0 when there are no more."""


async def page(
    worker: "Pool[Any]", projection: Projection, after: Cursor, upto: Cursor, limit: int
) -> Page:
    """The events after a cursor, up to another; what is not released yet is not among them."""
    rows = await worker.fetch(QUERIES["page"], *after, *upto, limit, *concerning(projection))
    if not rows:
        return Page((), after, 0)
    *_, seen, gen, txid, pos = rows[0]
    events = [read(row) for row in rows if row["data"] is not None]
    return Page(events, Cursor(gen, txid, pos), seen)


def concerning(projection: Projection) -> tuple[Sequence[str], Sequence[str]]:
    """The types and the categories of the events to be read."""
    types = [type for type, event in EVENTS.items() if event in projection.known]
    return types, sorted(projection.resources)


def read(row: "Record") -> Positioned | Undecoded:
    """One that cannot be read must not keep the others from being shown."""
    try:
        return positioned(row)
    except BaseException as error:
        if not blames_the_item(error):
            raise
        category, account = row["category"], Account(row["tenant"], row["account"])
        stream = Stream(account, category, row["stream"].removeprefix(f"{category}-"))
        return Undecoded(row["pos"], stream, row["type"], row["data"], error)
