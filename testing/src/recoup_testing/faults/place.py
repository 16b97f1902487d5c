"""Where a trial takes place: a database, a broker with a topic, and the world outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.ids import new_id
from recoup_testing.fake_subscriber import HEARD
from recoup_testing.faults.line import Line
from recoup_testing.faults.tally import TALLY
from recoup_testing.faults.watched import watched
from recoup_testing.loops import eventually

END_TRANSACTIONS = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses only, so that a process may be sent there."""

    database: str
    kafka: KafkaConnection
    owner: str
    """Whose events the topic holds; nobody else on the broker has this name."""
    outside: Path
    """Keeps a line for each effect that was performed."""

    @property
    def topic(self) -> str:
        return f"recoup.{self.owner}.invoice"

    @asynccontextmanager
    async def pools(self) -> AsyncIterator[Pools]:
        async with open_pools(self.database, name="trial", app_size=2) as pools:
            yield pools

    @asynccontextmanager
    async def command_runner(self, line: Line | None = None) -> AsyncIterator[CommandRunner]:
        """A command runner at this place's store; every call of it is on the line."""
        async with self.pools() as pools:
            store: Store = PostgresStore(pools)
            yield CommandRunner(
                store if line is None else watched(store, "store", line), [HEARD, TALLY], new_id
            )

    async def end_transactions(self) -> None:
        """What PostgreSQL does itself after 30 s with transactions in which nothing happens."""
        async with connected(self.database) as connection:

            async def ended() -> bool:
                return await connection.fetch(END_TRANSACTIONS) == []

            await eventually(ended)

    def perform(self, what: str) -> None:
        """Do it in the world outside, where nothing is rolled back."""
        with self.outside.open("a") as outside:
            outside.write(f"{what}\n")

    def performed(self) -> list[str]:
        return self.outside.read_text().splitlines() if self.outside.exists() else []
