"""Rebuilds one of a service's read models, in a process beside the one that serves."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

import structlog
import typer

from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.read_models.rebuild import Progress, Rebuild
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.projections import Projection
from recoup_service.service import Service

log = structlog.stdlib.get_logger(__name__)
TELL_SECONDS = 0.5


class Wish(StrEnum):
    REBUILD = "rebuild"
    ACCEPT = "accept-differences"
    ROLLBACK = "rollback"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Command:
    projection: Projection
    wish: Wish


def parse(service: Service, name: str, wishes: Sequence[Wish]) -> Command:
    """Says what can be asked when this cannot."""
    shown = {projection.name: projection for projection in service.projections}
    if name not in shown:
        raise typer.BadParameter(
            f"{service.name} has no read model {name!r}; it has {', '.join(sorted(shown)) or 'none'}"
        )
    if len(wishes) > 1:
        raise typer.BadParameter(f"{' and '.join(f'--{wish}' for wish in wishes)} exclude another")
    return Command(shown[name], wishes[0] if wishes else Wish.REBUILD)


async def rebuild(service: Service, owner: str, command: Command) -> None:
    """Raises ``RebuildRefused`` when readers still see what they saw before."""
    projection = command.projection
    async with connected(owner) as connection, _pools(service) as pools:
        work = Rebuild(connection, pools, projection, _teller())
        match command.wish:
            case Wish.ROLLBACK:
                before = await work.rollback()
                log.info("rolled back", projection=projection.name, from_build=before.build)
            case Wish.DROP:
                dropped = [build.build for build in await work.drop()]
                log.info("dropped", projection=projection.name, builds=dropped)
            case _:
                accepting = command.wish is Wish.ACCEPT
                before = await work.run(accept_differences=accepting)
                rows = "as accepted" if accepting else "the same in number and checksum"
                log.info("rebuilt", projection=projection.name, rows=rows, stands_by=before.build)
                if before.shape != projection.tables.shape:
                    await _stand_in(pools, projection)


async def _stand_in(pools: Pools, projection: Projection) -> None:
    """Nobody else fills tables of the new shape until this version serves."""
    runner = ProjectionRunner(PostgresStore(pools), pools, projection)
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, runner.stop)
    log.info("following until stopped; deploy this version, then stop me")
    await runner.run()


def _teller() -> Progress:
    last: tuple[str, float] = ("", 0.0)

    def tell(phase: str, done: int, total: int) -> None:
        nonlocal last
        if done >= total or phase != last[0] or monotonic() - last[1] > TELL_SECONDS:
            last = (phase, monotonic())
            log.info("progress", phase=phase, done=done, total=total)

    return tell


@asynccontextmanager
async def _pools(service: Service) -> AsyncIterator[Pools]:
    dsn = service.settings.database.get_secret_value()
    async with open_pools(dsn, name=f"{service.name} rebuild") as pools:
        yield pools
