"""Read models: SQL tables that follow a service's own facts, with the place they stand at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar, cast

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import START, Cursor, Positioned, Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.scope import QUERIES, TenantScope
from recoup_eventstore.postgres.weather import weather

F = TypeVar("F", bound=Fact)
Row = tuple[Any, ...]
BATCH = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What one kind of fact does to the tables: a statement, and its arguments."""

    fact: type[Fact]
    sql: str
    row: Callable[[Envelope[Any]], Row]


def on(fact: type[F], sql: str, row: Callable[[Envelope[F]], Row]) -> Change:
    """Run ``sql`` with ``row(envelope)`` for each ``fact``."""
    return Change(fact, sql, cast(Callable[[Envelope[Any]], Row], row))


class Projection:
    """Tables kept by an ordered list of changes; a new version is built beside the old one."""

    def __init__(self, name: str, version: int, changes: Sequence[Change]) -> None:
        self.name = name
        self.version = version
        self._changes: Mapping[type[Fact], Sequence[Change]] = {
            fact: [change for change in changes if change.fact is fact]
            for fact in {change.fact for change in changes}
        }

    def statements(self, facts: Sequence[Envelope[Fact]]) -> Iterator[tuple[str, list[Row]]]:
        """Statements with their rows, in the order of the facts, runs of one kind together."""
        for kind, run in groupby(facts, key=lambda envelope: type(envelope.fact)):
            alike = list(run)
            for change in self._changes.get(kind, ()):
                yield change.sql, [change.row(envelope) for envelope in alike]


class ProjectionRunner(PollingLoop):
    """Applies new facts batch by batch; the rows and the place commit together or not at all."""

    def __init__(self, store: Store, pools: Pools, projection: Projection) -> None:
        super().__init__()
        self.name = f"projection.{projection.name}"
        self._store = store
        self._pools = pools
        self._projection = projection
        self._key = (projection.name, projection.version)
        self._cursor: Cursor | None = None

    async def quiet(self) -> bool:
        return await self._store.head() <= (self._cursor or START)

    async def step(self) -> int:
        if self._cursor is None:
            self._cursor = await self._position()
        facts = await self._store.feed(self._cursor, BATCH)
        if facts:
            moved = await self._apply(self._cursor, facts)
            self._cursor = facts[-1].cursor if moved else None
        return len(facts)

    async def _position(self) -> Cursor:
        with weather():
            await self._pools.app.execute(QUERIES["start_projection"], *self._key)
            row = await self._pools.worker.fetchrow(QUERIES["projection_offset"], *self._key)
        return START if row is None else Cursor(row["gen"], row["txid"], row["pos"])

    async def _apply(self, expected: Cursor, facts: Sequence[Positioned]) -> bool:
        with weather():
            async with self._pools.app.acquire() as connection, connection.transaction():
                moved = await connection.execute(
                    QUERIES["move_projection"], *self._key, *expected, *facts[-1].cursor
                )
                if moved != "UPDATE 1":
                    return False  # another process applied these; read the place again
                scope = TenantScope(connection)
                envelopes = [fact.envelope for fact in facts]
                for tenant, run in groupby(envelopes, key=lambda envelope: envelope.tenant):
                    await scope.become(tenant)
                    for sql, rows in self._projection.statements(list(run)):
                        await connection.executemany(sql, rows)
        return True
