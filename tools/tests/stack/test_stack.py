"""The real servers: found again, hard to kill, and gone when asked to go."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from recoup_cli.stack import Existing, Stack, StackFailed, temporary_stack
from recoup_cli.stack.status import status
from recoup_events.kernel.topics import TOPICS

PARTITIONS = 3
SERVERS = ("postgres", "kafka", "mail", "sms")
pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Stack]:
    async with temporary_stack(services=(), partitions=PARTITIONS) as stack:
        yield stack


def pids(stack: Stack) -> dict[str, int]:
    found = {name: stack.supervisor.find(name) for name in SERVERS}
    return {name: process.pid for name, process in found.items() if process}


async def test_all_servers_are_ready(stack: Stack) -> None:
    health = {row.name: row.health for row in await status(stack)}
    assert [health[name] for name in SERVERS] == ["ready"] * 4
    assert health["invoice"] == "stopped"


async def test_a_second_start_finds_the_first(stack: Stack) -> None:
    before = pids(stack)
    again = Stack(stack.home.root, services=())
    await again.start()
    assert pids(again) == before
    assert again.addresses == stack.addresses


async def test_every_topic_has_its_partitions(stack: Stack) -> None:
    client = AIOKafkaAdminClient(**stack.addresses.servers.kafka.arguments())
    await client.start()
    try:
        described = await client.describe_topics(list(TOPICS))
    finally:
        await client.close()
    counts = {topic["topic"]: len(topic["partitions"]) for topic in described}
    assert counts == dict.fromkeys(TOPICS, PARTITIONS)


async def test_a_killed_postgres_comes_back_with_all_that_was_committed(stack: Stack) -> None:
    await run_sql(stack, "create table kept as select 42 as answer")
    stack.kill("postgres")
    await stack.start()
    assert await run_sql(stack, "select answer from kept") == 42


async def test_a_killed_kafka_takes_messages_again_where_it_was(stack: Stack) -> None:
    stack.kill("kafka")
    await stack.restart("kafka")
    async with AIOKafkaProducer(**stack.addresses.servers.kafka.arguments()) as producer:
        record = await producer.send_and_wait(TOPICS[0], b"event", partition=0)
    assert record.offset >= 0


async def test_a_stale_pid_file_of_another_process_blocks_nothing(stack: Stack) -> None:
    stack.kill("postgres")
    process_one = (stack.home.data / "postgres" / "postmaster.pid").read_text().splitlines()
    process_one[0] = "1"
    await stack.supervisor.stop(stack.parts.named("postgres"))
    (stack.home.data / "postgres" / "postmaster.pid").write_text("\n".join(process_one) + "\n")
    await stack.start()
    assert await run_sql(stack, "select 1") == 1


async def test_a_lost_state_file_leaves_no_server_behind(stack: Stack) -> None:
    kept = stack.home.state.read_text()
    stack.home.state.unlink()
    await Stack(stack.home.root).stop()
    stack.home.state.write_text(kept)
    assert pids(stack) == {}
    await stack.start()
    assert len(pids(stack)) == 4


async def test_servers_that_exist_are_used_and_left_alone(stack: Stack, tmp_path: Path) -> None:
    await run_sql(stack, "create role guest login createdb createrole password 'guest'")
    theirs = stack.addresses.servers
    place = theirs.postgres.rpartition("@")[2]
    existing = Existing(
        postgres=f"postgresql://guest:guest@{place}",
        kafka=theirs.kafka,
        smtp=theirs.smtp,
        sms=theirs.sms,
    )
    before = pids(stack)
    await clear_databases(stack)
    guest = Stack(tmp_path, services=(), existing=existing)
    await guest.start()
    await connect(guest.addresses.services["invoice"].migrate_database)
    await guest.stop(wipe=True)
    assert pids(guest) == {}
    assert pids(stack) == before


async def test_a_part_that_does_not_exist_is_named_with_those_that_do(stack: Stack) -> None:
    with pytest.raises(StackFailed, match=r"'ledger'.*postgres, kafka"):
        stack.kill("ledger")


async def test_wiping_leaves_a_folder_one_can_start_in_again() -> None:
    async with temporary_stack(services=()) as fresh:
        first = fresh.addresses.servers.postgres
        await fresh.stop(wipe=True)
        assert not fresh.home.data.exists()
        await fresh.start()
        assert fresh.addresses.servers.postgres != first


async def run_sql(stack: Stack, sql: str) -> object:
    connection = await asyncpg.connect(stack.addresses.servers.postgres)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def connect(address: str) -> None:
    await (await asyncpg.connect(address)).close()


async def clear_databases(stack: Stack) -> None:
    """Make room for a guest who is no superuser, and so must own what it uses."""
    for service in stack.parts.services:
        database = f"recoup_{service.package}"
        await run_sql(stack, f"drop database {database}")
        await run_sql(stack, f"drop role {database}, {database}_owner")
    await run_sql(stack, "drop role recoup_app, recoup_worker, recoup_owner")
