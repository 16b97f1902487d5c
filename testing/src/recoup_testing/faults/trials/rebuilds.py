"""A read model is rebuilt: whatever moment it is left at, it is gone on with and flipped once."""

from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.comparison import differences, sums
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_eventstore.postgres.read_models.ledger import Status, builds, schema_of
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trials.projections import Projecting
from recoup_testing.faults.watched import watched
from recoup_testing.loops import eventually
from recoup_testing.read_models import catch_up
from recoup_testing.totals import TABLES, TOTALS


class Rebuilding:
    """Two builds that must not differ, in a row, nor in what readers see."""

    needs_topic = False
    packages = ()

    async def given(self, at: Place) -> None:
        await Projecting().given(at)
        async with at.pools() as pools:
            await catch_up(PostgresStore(pools), pools, TOTALS)

    async def work(self, at: Place, line: Line) -> None:
        async with connected(at.database) as owner, at.pools() as pools:
            reading = Pools(pools.app, watched(pools.worker, "worker", line.beside()))
            rebuild = Rebuild(watched(owner, "owner", line), reading, TOTALS, _unheard)

            async def rebuilt() -> bool:
                standing = [build.status for build in await builds(owner, TOTALS.name)]
                if Status.STANDBY not in standing:
                    try:
                        await rebuild.run()
                    except RebuildRefused:
                        return False  # PostgreSQL has yet to notice that our predecessor died
                return True

            await eventually(rebuilt)

    async def then(self, at: Place) -> None:
        async with connected(at.database) as owner:
            first, second = await builds(owner, TOTALS.name)
            assert (first.status, second.status) == (Status.STANDBY, Status.LIVE)
            assert first.cursor == second.cursor
            before, now = [
                await sums(owner, schema_of(TABLES, build.build)) for build in (first, second)
            ]
        assert not differences(before, now)
        await Projecting().then(at)


def _unheard(phase: str, done: int, total: int) -> None:
    """Nobody watches."""
