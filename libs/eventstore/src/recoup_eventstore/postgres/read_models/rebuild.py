"""Builds a read model anew beside the live one, and lets readers see it once both are the same."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from recoup_eventstore.ports import START, Cursor
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.builder import PAGE, Builder, Filled
from recoup_eventstore.postgres.read_models.comparison import Difference, differences, sums
from recoup_eventstore.postgres.read_models.errors import BuildsDiffer, RebuildRefused
from recoup_eventstore.postgres.read_models.flip import flip, live_of
from recoup_eventstore.postgres.read_models.ledger import (
    QUERIES,
    Build,
    Status,
    begin,
    builds,
    schema_of,
)
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


class Rebuild:
    """Stopped at any point it leaves a build that can be gone on with, or dropped."""

    def __init__(
        self, owner: "Connection", pools: Pools, projection: Projection, progress: Progress
    ) -> None:
        self._owner = owner
        self._pools = pools
        self._projection = projection
        self._name = projection.name
        self._tables = projection.tables
        self._progress = progress

    async def run(self, *, accept_differences: bool = False) -> Build:
        """Says which build was live before; raises ``BuildsDiffer`` or ``RebuildRefused``."""
        await self._alone()
        builder = Builder(self._owner, self._pools, self._projection, await self._begun())
        await self._fill(builder)
        self._progress("indexing", 0, 1)
        await schemas.index(self._owner, self._tables, builder.build.build)
        self._progress("indexing", 1, 1)
        await self._fill(builder)
        found = await self._compare(builder)
        if found and not accept_differences:
            raise BuildsDiffer(found)
        before = live_of(await builds(self._owner, self._name))
        await flip(self._owner, self._pools, self._projection, builder.build)
        return before

    async def rollback(self) -> Build:
        """Makes the build that stands by the live one; says which was live before."""
        await self._alone()
        known = await builds(self._owner, self._name)
        standby = next((build for build in known if build.status is Status.STANDBY), None)
        if standby is None:
            raise RebuildRefused(f"no build of {self._name} stands by: there is no way back")
        self._check(standby)
        await flip(self._owner, self._pools, self._projection, standby)
        return live_of(known)

    async def drop(self) -> list[Build]:
        """Removes all but the live build; says which those were."""
        await self._alone()
        known = await builds(self._owner, self._name)
        spare = [build for build in known if build.status is not Status.LIVE]
        for build in spare:
            async with self._owner.transaction():
                await self._owner.execute(QUERIES["end_build"], self._name, build.build)
                await self._owner.execute(QUERIES["forget_parked_events"], self._name, build.build)
                await schemas.drop(self._owner, self._tables, build.build)
        return spare

    async def _alone(self) -> None:
        if not await self._owner.fetchval(QUERIES["own_rebuild"], self._name):
            raise RebuildRefused(f"{self._name} is being rebuilt by another process: wait for it")

    async def _begun(self) -> Build:
        """The build an earlier attempt left, or a new one."""
        known = await builds(self._owner, self._name)
        for build in known:
            if build.status is Status.STANDBY:
                raise RebuildRefused(
                    f"build {build.build} of {self._name} still stands by: `--drop` it first"
                )
            if build.status is Status.BUILDING:
                self._check(build)
                return build
        number = known[-1].build + 1
        async with self._owner.transaction():
            await schemas.make(self._owner, self._tables, number)
            await begin(self._owner, self._tables, number, Status.BUILDING)
        return Build(self._name, number, self._tables.shape, Status.BUILDING, START)

    def _check(self, build: Build) -> None:
        if build.shape != self._tables.shape:
            raise RebuildRefused(
                f"build {build.build} of {self._name} has tables this version does not fill: "
                "use the version that began it, or `--drop` it"
            )

    async def _fill(self, builder: Builder) -> None:
        """Up to the live build, which is the reference and so is never overtaken."""
        lacking = PAGE + 1
        while lacking > PAGE:
            live = live_of(await builds(self._owner, self._name)).cursor
            total, done = await self._count(live), await self._count(builder.build.cursor)
            lacking = total - done
            await builder.up_to(live, self._telling(done, total))

    def _telling(self, done: int, total: int) -> Filled:
        def filled(applied: int) -> None:
            nonlocal done
            done += applied
            self._progress("filling", done, total)

        self._progress("filling", done, total)
        return filled

    async def _compare(self, builder: Builder) -> Mapping[str, Difference]:
        self._progress("comparing", 0, 2)
        async with self._owner.transaction(isolation="repeatable_read", readonly=True):
            live = live_of(await builds(self._owner, self._name))
            expected = await sums(self._owner, schema_of(self._tables, live.build))
        self._progress("comparing", 1, 2)
        await builder.up_to(live.cursor)
        found = await sums(self._owner, schema_of(self._tables, builder.build.build))
        self._progress("comparing", 2, 2)
        return differences(expected, found)

    async def _count(self, upto: Cursor) -> int:
        count: int = await self._pools.worker.fetchval(QUERIES["count_events"], *upto)
        return count
