"""What a record says may be well formed and still nothing PostgreSQL ever takes: one record waits aside."""

import asyncio
from collections.abc import Sequence
from random import Random

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import OffsetTaken, Unstorable
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.partition import Partition, Phase
from recoup_messaging.records import ConsumerRecord, Record, Unfit
from recoup_testing.fake_subscriber import command_runner_of, receive, received_by, record
from recoup_testing.loops import eventually
from recoup_testing.parked_samples import parked

ENDLESS = Random(7).randbytes(8_000).hex()
"""Longer than an index entry may be, also when it is compressed."""
REFUSAL = "PostgreSQL does not take it"


def saying(name: str, value: bytes) -> Record:
    """Of a header that comes twice, the last counts."""
    original = record(1)
    return original._replace(headers=[*original.headers, (name, value)])


UNSTORABLE = {
    "a NUL that what follows from it would keep": saying("traceparent", b"00-\0"),
    "an endless account": record(1, key=ENDLESS),
}


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


@pytest.fixture
def command_runner(postgres_store: PostgresStore) -> CommandRunner:
    return command_runner_of(postgres_store)


@pytest.mark.servers
@pytest.mark.parametrize("poison", UNSTORABLE.values(), ids=UNSTORABLE)
async def test_it_waits_aside_and_the_others_of_its_batch_go_on(
    command_runner: CommandRunner, bus: MemoryBus, poison: Record
) -> None:
    before, after = (record(by, key="cus_2") for by in (1, 2))
    await receive(command_runner, bus, before, poison, after)
    [message] = await parked(command_runner)
    assert (message.reason, message.key) == ("unreadable", poison.key)
    assert REFUSAL in message.detail
    assert await received_by(command_runner, "cus_2") == (1, 2)


@pytest.mark.servers
@pytest.mark.parametrize("key", [b"", b"nobody", ENDLESS.encode(), b"acme/\0\xff"])
async def test_a_record_of_nothing_but_poison_can_be_set_aside_as_it_came(
    command_runner: CommandRunner, bus: MemoryBus, key: bytes
) -> None:
    headers = [("\0", b"\0"), ("ce_type", b"\0")]
    await receive(
        command_runner, bus, record(1)._replace(key=key, headers=headers, value=b"\0"), record(2)
    )
    [message] = await parked(command_runner)
    assert message.key == key
    assert message.content.headers == [("\N{SYMBOL FOR NULL}", b"\0"), ("ce_type", b"\0")]
    assert await received_by(command_runner) == (2,)


async def test_where_another_process_was_faster_the_next_record_is_judged_anew(
    memory_store: MemoryStore, bus: MemoryBus
) -> None:
    at = OffsetKey("recoup.invoice", 0)
    outcomes: list[Exception] = [
        Unstorable("one of them: a NUL"),
        Unstorable("this one: a NUL"),
        OffsetTaken("by a twin"),
    ]
    judged: list[Unfit | None] = []
    done = asyncio.Event()

    async def take(
        _: OffsetKey, __: int, ___: Sequence[ConsumerRecord], unfit: Unfit | None
    ) -> None:
        judged.append(unfit)
        if outcomes:
            raise outcomes.pop(0)
        done.set()

    source = bus.source("subscriber", [at.topic])
    partition = Partition(at, memory_store, source, take, room=1)
    received = ConsumerRecord(at, 0, b"acme/cus_1", b"{}", [])

    async def loaded() -> bool:
        return partition.phase is Phase.LOADED

    for _ in ("first come", "after the twin"):
        await eventually(loaded)
        partition.open()
        partition.put([received])
    await asyncio.wait_for(done.wait(), 5)
    await partition.stop()
    assert judged == [None, None, (Reason.UNREADABLE, "this one: a NUL"), None]
