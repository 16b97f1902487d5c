"""Applies what waits behind an event that a build could not apply, once that is corrected or given up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recoup_eventstore.parked import OperatorRequest, Parked, ParkedAction, Redriven, noted
from recoup_eventstore.postgres.parking import ParkingStatements
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.apply import (
    Known,
    parked_event,
    place_of,
    tried,
    write_to,
)
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, own
from recoup_eventstore.postgres.read_models.pages import concerning, read
from recoup_eventstore.postgres.scope import TenantScope
from recoup_eventstore.postgres.transient import transient_errors
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection


class ParkedEvents:
    """Of the read models that this process follows."""

    def __init__(self, pools: Pools, projections: Sequence[Projection]) -> None:
        self._pools = pools
        self._projections = {projection.name: projection for projection in projections}

    async def redrive(
        self, found: Parked, request: OperatorRequest, *, skip: bool
    ) -> Redriven | None:
        """Bring its account up to the build's place, without that event if it is to be skipped.

        ``None`` when it is not parked any more, or its build is not one that this process fills.
        """
        projection = self._projections.get(found.topic)
        if projection is None:
            return None
        with transient_errors():
            async with self._pools.app.acquire() as connection, connection.transaction():
                # The runner moves a build in the transaction that applies, so it waits for us here.
                builds = await own(connection, projection.name)
                for build in builds:
                    if (build.build, build.shape) == (found.partition, projection.tables.shape):
                        return await _taken_up(
                            connection, projection, build, found, request, skip=skip
                        )
        return None


async def _taken_up(
    connection: "Connection",
    projection: Projection,
    build: Build,
    found: Parked,
    request: OperatorRequest,
    *,
    skip: bool,
) -> Redriven | None:
    parking = ParkingStatements(connection)
    parked = next(
        (p for p in await parking.parked(found.topic, found.key) if p.seq == found.seq), None
    )
    if parked is None:
        return None
    waiting = await _waiting(connection, projection, build, parked)
    if skip:
        waiting = [event for event in waiting if place_of(event) != parked.offset]
    await write_to(connection, projection, build)
    for applied, event in enumerate(waiting):
        error = await tried(connection, projection, event)
        if error is None:
            continue
        again = parked_event(build, event, error, request.at)
        if again.offset == parked.offset:
            await parking.note(
                [noted(parked, ParkedAction.REDRIVE_FAILED, request, outcome=again.detail)]
            )
        else:
            await _leave(parking, parked, request, skip=skip)
        await parking.park([again])
        return Redriven(applied, 1, again.detail)
    await _leave(parking, parked, request, skip=skip)
    return Redriven(len(waiting), 0)


async def _leave(
    parking: ParkingStatements, parked: Parked, request: OperatorRequest, *, skip: bool
) -> None:
    action = ParkedAction.SKIPPED if skip else ParkedAction.REDRIVEN
    await parking.unpark([parked])
    await parking.note([noted(parked, action, request, kept=parked.content)])


async def _waiting(
    connection: "Connection", projection: Projection, build: Build, parked: Parked
) -> Sequence[Known]:
    """The account's events from the parked one up to the build's place."""
    if parked.stream is None:
        return []
    account = parked.stream.account
    await TenantScope(connection).become(account.tenant)
    rows = await connection.fetch(
        QUERIES["events_of_account"],
        *(*account, parked.offset, *build.cursor),
        *concerning(projection),
    )
    return [read(row) for row in rows]
