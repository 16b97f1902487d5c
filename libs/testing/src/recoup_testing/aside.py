"""The toy listener's parked messages, for tests of what becomes of them."""

from collections.abc import Sequence

from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Deed, Parked, Wanted


async def parked(desk: Desk) -> Sequence[Parked]:
    return await desk.store.list_parked(0, 100, Wanted())


def number(message: Parked) -> int:
    """The number the store gave it."""
    assert message.seq is not None
    return message.seq


async def deeds(desk: Desk) -> list[tuple[int, Deed]]:
    """At which offset what was done, oldest first."""
    return [(i.offset, i.deed) for i in await desk.store.interventions(0, 100)]
