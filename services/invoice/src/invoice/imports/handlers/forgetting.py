"""Forgets what was kept of imports for its time: files that none has taken, and what became of each row."""

from datetime import timedelta

from invoice.imports.domain.job import ImportCreated, ImportEnded
from invoice.imports.handlers.files import SQL
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.postgres.transient import transient_errors
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork
from recoup_service.own_loop import OwnLoop
from recoup_service.service import Background

FILES = 10
"""At once, of up to 512 chunks."""
ROWS = 5_000
"""At once."""


async def note_beginning(work: UnitOfWork, created: Envelope[ImportCreated], _cause: Cause) -> None:
    """From here on its rows are kept."""
    keys = (created.tenant, created.stream.id)
    work.keep(RowWrite(created.tenant, SQL["note_beginning"], keys))


async def note_end(work: UnitOfWork, ended: Envelope[ImportEnded], _cause: Cause) -> None:
    """From here on the time of its rows runs."""
    values = (ended.tenant, ended.stream.id, ended.event.at)
    work.keep(RowWrite(ended.tenant, SQL["note_end"], values))


class Forgetting(OwnLoop):
    """Nobody waits for it, so it never keeps a service from being quiet."""

    name = "forgetting imports"

    def __init__(self, over: Background, files_kept: timedelta, rows_kept: timedelta) -> None:
        super().__init__(idle_seconds=60)
        self._over = over
        self._files_kept = files_kept
        self._rows_kept = rows_kept

    async def step(self) -> int:
        files = await self._forget("forget_files", self._files_kept, FILES)
        return files + await self._forget("forget_outcomes", self._rows_kept, ROWS)

    async def _forget(self, what: str, kept: timedelta, most: int) -> int:
        before = self._over.clock.now() - kept
        with transient_errors():
            gone: int = await self._over.pools.worker.fetchval(SQL[what], before, most)
        return gone

    async def quiet(self) -> bool:
        return True
