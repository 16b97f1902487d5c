"""Forgets files that no import has taken in their time: of dry runs, and of what was never started."""

from datetime import timedelta

from invoice.imports.handlers.files import SQL
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.own_loop import OwnLoop
from recoup_service.service import Background

AT_ONCE = 10
"""Files, of up to 512 chunks."""


class ForgettingFiles(OwnLoop):
    """Nobody waits for it, so it never keeps a service from being quiet."""

    name = "forgetting files of imports"

    def __init__(self, over: Background, kept_for: timedelta) -> None:
        super().__init__(idle_seconds=60)
        self._over = over
        self._kept_for = kept_for

    async def step(self) -> int:
        before = self._over.clock.now() - self._kept_for
        with transient_errors():
            forgotten = SQL["forget_files"]
            gone: int = await self._over.pools.worker.fetchval(forgotten, before, AT_ONCE)
        return gone

    async def quiet(self) -> bool:
        return True
