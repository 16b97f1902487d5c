"""How far each build of a service's read models has come, also one that is being made just now."""

from collections.abc import Sequence
from typing import NamedTuple

from recoup_eventstore.ports import Cursor, Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.ledger import Status, builds
from recoup_eventstore.postgres.transient import transient_errors
from recoup_eventstore.projections import Projection


class Standing(NamedTuple):
    """One build of a read model."""

    projection: str
    build: int
    status: Status
    is_ours: bool
    """Whether this version of the service fills its tables."""
    cursor: Cursor
    head: Cursor
    """Of the service's events."""

    @property
    def percent(self) -> int:
        """About so much of the events it has applied: places are counted, not events, since that takes no time."""
        if self.cursor >= self.head:
            return 100
        return min(99, 100 * self.cursor.pos // max(self.head.pos, 1))


class ReadModels:
    """Of one service."""

    def __init__(self, store: Store, pools: Pools, projections: Sequence[Projection]) -> None:
        self._store = store
        self._pools = pools
        self._projections = projections

    async def standing(self) -> Sequence[Standing]:
        """In the order of their names and builds."""
        head = await self._store.head()
        found = []
        for each in sorted(self._projections, key=lambda projection: projection.name):
            with transient_errors():
                known = await builds(self._pools.worker, each.name)
            found += [
                Standing(
                    *(each.name, build.build, build.status),
                    *(build.shape == each.tables.shape, build.cursor, head),
                )
                for build in known
            ]
        return found
