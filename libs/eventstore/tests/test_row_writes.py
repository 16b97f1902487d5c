"""Rows of a service's own tables: written with what is decided, or not at all."""

import pytest

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.row_writes import RowWrite
from recoup_testing.ids import counted_ids

ACME, OTHERS = TenantId("acme"), TenantId("others")
SQL = "insert into store.consumer_offset (topic, partition, next_offset) values ($1, $2, $3)"
"""Into a table that any service's role may write."""


class Interrupted(Exception):
    """What a decision raises in the middle."""


def row(partition: int, tenant: TenantId = ACME) -> RowWrite:
    return RowWrite(tenant, SQL, ("own", partition, 7))


async def test_rows_are_kept_in_the_order_given() -> None:
    store = MemoryStore()
    async with CommandRunner(store, [], counted_ids()).work() as work:
        work.keep(row(1), row(2))
        work.keep(row(3))
    assert [kept.values[1] for kept in store.tables.rows] == [1, 2, 3]


async def test_what_an_attempt_kept_goes_with_it() -> None:
    store = MemoryStore()
    async with CommandRunner(store, [], counted_ids()).work() as work:
        work.keep(row(1))
        with pytest.raises(Interrupted), work.attempt():
            work.keep(row(2))
            raise Interrupted
    assert [kept.values[1] for kept in store.tables.rows] == [1]


async def test_whoever_wants_to_know_is_told_of_row_writes_alone() -> None:
    runner = CommandRunner(MemoryStore(), [], counted_ids())
    calls = list[str]()
    runner.on_rows_written(lambda: calls.append("kept"))
    runner.when_recorded(lambda: calls.append("recorded"))
    async with runner.work():
        pass
    async with runner.work() as work:
        work.keep(row(1))
    assert calls == ["kept"]


@pytest.mark.servers
async def test_rows_of_several_tenants_are_written_at_once(postgres_store: PostgresStore) -> None:
    async with CommandRunner(postgres_store, [], counted_ids()).work() as work:
        work.keep(row(1), row(2, OTHERS), row(3))
    assert [await postgres_store.offset(OffsetKey("own", n)) for n in (1, 2, 3, 4)] == [
        *(7, 7, 7),
        None,
    ]


@pytest.mark.servers
async def test_what_was_not_decided_is_not_kept(postgres_store: PostgresStore) -> None:
    with pytest.raises(Interrupted):
        async with CommandRunner(postgres_store, [], counted_ids()).work() as work:
            work.keep(row(1))
            raise Interrupted
    assert await postgres_store.offset(OffsetKey("own", 1)) is None
