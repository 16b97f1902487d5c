"""Writes one build from the facts, page by page, while nobody else does."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from recoup_eventstore.ports import Cursor, Positioned, Store
from recoup_eventstore.postgres.read_models.applying import apply
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_eventstore.postgres.read_models.ledger import Build
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

PAGE = 2_000
"""Much for a statement to do, little for a transaction that new facts wait for."""
Told = Callable[[int], None]


class Builder:
    """Effects are no concern of it: a projection has none, and nothing else is run."""

    def __init__(
        self, owner: "Connection", store: Store, projection: Projection, build: Build
    ) -> None:
        self.build = build
        self._owner = owner
        self._store = store
        self._projection = projection

    async def up_to(self, upto: Cursor, told: Told = lambda applied: None) -> None:
        """Apply what it lacks of the facts up to here; reads a page ahead of its writing."""
        page = asyncio.create_task(self._page(self.build.cursor))
        try:
            while facts := [said for said in await page if said.cursor <= upto]:
                page = asyncio.create_task(self._page(facts[-1].cursor))
                await self._apply(facts)
                told(len(facts))
        finally:
            page.cancel()
            with suppress(asyncio.CancelledError):
                await page

    async def _page(self, after: Cursor) -> Sequence[Positioned]:
        return await self._store.feed(after, PAGE)

    async def _apply(self, facts: Sequence[Positioned]) -> None:
        if not await apply(self._owner, self._projection, self.build, facts):
            raise RebuildRefused(
                f"somebody else writes build {self.build.build} of {self.build.name}: has it been "
                "dropped, or flipped? Look, and begin again"
            )
        self.build = self.build.at(facts[-1].cursor)
