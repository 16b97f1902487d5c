"""Appends that arrive together share a round trip and a commit; each still fails alone."""

import asyncio
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.errors import StreamConflict
from recoup_eventstore.ports import Changes
from recoup_eventstore.postgres.events import EventStatements
from recoup_eventstore.postgres.transient import transient_errors

if TYPE_CHECKING:
    from asyncpg import Pool

Waiting = tuple[Sequence[Envelope[Event]], "asyncio.Future[None]"]
AT_ONCE = 3
"""Round trips under way; while they are, the next group gathers."""
LARGEST = 100
"""Events of one group; what is more goes next to it, so that neither side waits for the other."""


class Appends:
    """Groups by tenant: a group is one statement, so it is recorded whole or not at all."""

    def __init__(self, pool: "Pool[Any]") -> None:
        self._pool = pool
        self._waiting: list[Waiting] = []
        self._working: set[asyncio.Task[None] | None] = set()

    async def append(self, events: Sequence[Envelope[Event]]) -> None:
        """Record events of one tenant; returns when they are committed."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((events, done))
        if len(self._working) < AT_ONCE:
            self._working.add(asyncio.create_task(self._work()))
        await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._settle(self._next_group())
        finally:  # at once: whoever appends before a callback of the task ran would wait for ever
            self._working.discard(asyncio.current_task())

    async def _settle(self, group: Sequence[Waiting]) -> None:
        try:
            await self._record(group)
        except StreamConflict as conflict:
            if len(group) == 1:
                return _tell(group, conflict)
            for one in group:
                await self._settle([one])
        except Exception as error:  # noqa: BLE001 - those who wait for it are told
            _tell(group, error)

    def _next_group(self) -> list[Waiting]:
        tenant = self._waiting[0][0][0].tenant
        mine = [one for one in self._waiting if one[0][0].tenant == tenant]
        sizes = accumulate(len(events) for events, _ in mine)
        fitting = sum(size <= LARGEST for size in sizes)
        group = mine[: max(fitting, 1)]
        taken = {id(done) for _, done in group}
        self._waiting = [one for one in self._waiting if id(one[1]) not in taken]
        return group

    async def _record(self, group: Sequence[Waiting]) -> None:
        with transient_errors():
            async with self._pool.acquire() as connection:
                events = [event for events, _ in group for event in events]
                await EventStatements(connection).write(Changes(events=events))
        _tell(group, None)


def _tell(group: Sequence[Waiting], error: Exception | None) -> None:
    for _, done in group:
        if done.done():
            continue  # whoever waited was cancelled
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
