"""The connections to a relay: so many talk at once, and those that are kept waiting make room for others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SLOW_SECONDS = 2.0
"""After so long without an end, a conversation counts as waiting for its destination."""


class _Place:
    """One conversation's."""

    __slots__ = ("gave_way",)

    def __init__(self) -> None:
        self.gave_way = False


class Places:
    """As many for those that wait as for those that talk, so there are never more than twice as many."""

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)
        self._most = most
        self._slow = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """For as long as a conversation lasts."""
        await self._free.acquire()
        place = _Place()
        timer = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._give_way, place)
        try:
            yield
        finally:
            timer.cancel()
            if place.gave_way:
                self._slow -= 1
            else:
                self._free.release()

    def _give_way(self, place: _Place) -> None:
        if self._slow < self._most:
            self._slow += 1
            place.gave_way = True
            self._free.release()
