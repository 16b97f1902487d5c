"""Makes another build the live one, in one transaction, so that no reader finds nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from asyncpg import LockNotAvailableError

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.builder import Builder
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, Status, builds, own
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

TRIES = 60


async def flip(owner: "Connection", pools: Pools, projection: Projection, build: Build) -> None:
    """Readers wait for it at most as long as it waits for them, and then go first."""
    for _ in range(TRIES):
        builder = Builder(owner, pools, projection, build)
        await builder.up_to(live_of(await builds(owner, build.name)).cursor)
        build = builder.build
        try:
            async with owner.transaction():
                await owner.execute(QUERIES["patience"])
                await _exchange(owner, pools, projection, build)
        except LockNotAvailableError:
            continue
        return
    raise Unavailable("readers never let go of the tables; look for a long query, and try again")


async def _exchange(
    owner: "Connection", pools: Pools, projection: Projection, build: Build
) -> None:
    known = await own(owner, build.name)
    live = live_of(known)
    [present] = [one for one in known if one.build == build.build]
    await Builder(owner, pools, projection, present).up_to(live.cursor)
    await schemas.show(owner, projection.tables, build.build)
    await owner.execute(QUERIES["set_status"], live.name, live.build, Status.STANDBY)
    await owner.execute(QUERIES["set_status"], build.name, build.build, Status.LIVE)


def live_of(known: Sequence[Build]) -> Build:
    """There is always one, from the first migration on."""
    [live] = [build for build in known if build.status is Status.LIVE]
    return live
