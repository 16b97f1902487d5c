"""Writes one build from the events, page by page, while nobody else does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.apply import apply
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_eventstore.postgres.read_models.ledger import Build
from recoup_eventstore.postgres.read_models.pages import Page, page
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

PAGE = 2_000
"""Much for a statement to do, little for a transaction that new events wait for."""
Filled = Callable[[int], None]


class Builder:
    """Effects are no concern of it: a projection has none, and nothing else is run."""

    def __init__(
        self, owner: "Connection", pools: Pools, projection: Projection, build: Build
    ) -> None:
        self.build = build
        self._owner = owner
        self._pools = pools
        self._projection = projection

    async def up_to(self, upto: Cursor, filled: Filled = lambda applied: None) -> None:
        """Apply what it lacks of the events up to here; reads a page ahead of its writing."""
        reading = asyncio.create_task(self._page(self.build.cursor, upto))
        try:
            while (found := await reading).seen:
                reading = asyncio.create_task(self._page(found.end, upto))
                await self._apply(found)
                filled(found.seen)
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    async def _page(self, after: Cursor, upto: Cursor) -> Page:
        return await page(self._pools.worker, self._projection, after, upto, PAGE)

    async def _apply(self, found: Page) -> None:
        if not await apply(self._owner, self._projection, self.build, found):
            raise RebuildRefused(
                f"somebody else writes build {self.build.build} of {self.build.name}: has it been "
                "dropped, or flipped? Look, and begin again"
            )
        self.build = self.build.at(found.end)
