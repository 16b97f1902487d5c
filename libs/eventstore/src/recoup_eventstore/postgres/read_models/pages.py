"""The feed, page by page, for one projection: events it does not know are not even decoded."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import EVENTS, Event
from recoup_eventstore.isolation import blames_the_item
from recoup_eventstore.ports import Cursor, Positioned
from recoup_eventstore.postgres.read_models.ledger import QUERIES
from recoup_eventstore.postgres.rows import positioned

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
    """Those it knows."""
    end: Cursor
    seen: int
    """How many events lie up to the end; 0 when there are no more."""


async def page(
    worker: "Pool[Any]", known: Collection[type[Event]], after: Cursor, upto: Cursor, limit: int
) -> Page:
    """The events after a cursor, up to another; what is not released yet is not among them."""
    types = [type for type, event in EVENTS.items() if event in known]
    rows = await worker.fetch(QUERIES["page"], *after, *upto, limit, types)
    if not rows:
        return Page((), after, 0)
    *_, seen, gen, txid, pos = rows[0]
    events = [read(row) for row in rows if row["data"] is not None]
    return Page(events, Cursor(gen, txid, pos), seen)


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
