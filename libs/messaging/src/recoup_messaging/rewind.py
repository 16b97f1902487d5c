"""After a broker was lost with its data: what was published is published again, from the start."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from recoup_messaging.outbox import QUERIES

if TYPE_CHECKING:
    from asyncpg import Connection


class StillRelaying(Exception):
    """A relay holds slots: it would go on where it is."""


async def rewind(owner: "Connection[Any]", subscribed: Collection[str]) -> None:
    """Begin with the first event again, and read the remade topics that are received from their start.

    Events, views and timers stay as they are: subscribers know by watermark what they have received.
    """
    async with owner.transaction():
        if await owner.fetchval(QUERIES["relaying"]):
            raise StillRelaying("it still runs: stop it first, all its processes")
        await owner.execute(QUERIES["rewind"])
        await owner.execute(QUERIES["forget_offsets"], list(subscribed))
