"""What is no record, wherever it lies and whoever wrote it, costs its own batch and nothing else."""

import os
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from struct import pack_into

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from recoup_eventstore.parked import OperatorRequest, Parked
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.consumer import Consumer
from recoup_messaging.corrections import skip
from recoup_messaging.kafka.batches import taken_apart
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.records import ConsumerRecord, Record
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    received_by,
    record,
)
from recoup_testing.loops import eventually, running, settled
from recoup_testing.parked_samples import number, parked
from recoup_testing.raw_batches import batch_of, checksummed, write_raw
from recoup_testing.topics import topic_of_its_own

AT = OffsetKey("recoup.invoice", 0)
ORDER = OperatorRequest("ada", "the disk was broken", NOON)
SIZE = 3
CODECS = {"plain": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
Damage = Callable[[bytes], bytes]


def named(begin: int, customer: str = "cus_1") -> list[Record]:
    return [record(begin + n, key=customer) for n in range(SIZE)]


def at_offset(batch: bytes, base: int) -> bytes:
    """As a broker stores it: it writes where the batch begins, and no checksum covers that."""
    stored = bytearray(batch)
    pack_into(">q", stored, 0, base)
    return bytes(stored)


def written(at: int, form: str, number: int) -> Damage:
    def damaged(batch: bytes) -> bytes:
        changed = bytearray(batch)
        pack_into(form, changed, at, number)
        return bytes(changed)

    return damaged


def flipped(at: int) -> Damage:
    return lambda batch: batch[:at] + bytes([batch[at] ^ 0xFF]) + batch[at + 1 :]


def lying(damage: Damage) -> Damage:
    """With a checksum that fits."""
    return lambda batch: checksummed(damage(batch))


DAMAGE: dict[str, Damage] = {
    "wrong checksum": flipped(17),
    "one byte of a value": flipped(-20),
    "unknown magic": written(16, ">b", 7),
    "magic of old": written(16, ">b", 1),
    "unknown compression": lying(written(21, ">h", 6)),
    "not compressed as it says": lying(written(21, ">h", 4)),
    "gzip it is not": lying(written(21, ">h", 1)),
    "a last offset far away": lying(written(23, ">i", 2**31 - 1)),
    "a last offset before the first": lying(written(23, ">i", -1)),
    "more records than it has": lying(written(57, ">i", 9)),
    "fewer records than it has": lying(written(57, ">i", 1)),
    "a record longer than all": lying(written(61, ">B", 0xFE)),
    "nothing but zeros": lambda batch: batch[:12] + bytes(len(batch) - 12),
}
READ_BY_SOME = {"unknown magic", "magic of old", "a last offset before the first"}
"""Their records and checksum are whole, and aiokafka takes them where nothing else made it give up its fetch."""
FRAMES: dict[str, Damage] = {
    "a length too large": written(8, ">i", 2**30),
    "a length too small": written(8, ">i", 20),
    "a negative length": written(8, ">i", -5),
    "no length": written(8, ">i", 0),
}


def read(data: bytes, end: int = 3 * SIZE) -> list[ConsumerRecord]:
    return taken_apart(AT, 0, data, end)


def covered(found: list[ConsumerRecord]) -> list[int]:
    return [n for each in found for n in range(each.offset, each.through + 1)]


@pytest.mark.parametrize("compression", CODECS.values(), ids=CODECS)
def test_an_honest_batch_is_read_as_it_was_written(compression: int) -> None:
    found = read(batch_of(named(1), compression=compression), SIZE)
    assert [(f.key, f.value, list(f.headers)) for f in found] == [
        (r.key, r.value, list(r.headers)) for r in named(1)
    ]
    assert [f.offset for f in found] == [0, 1, 2]
    assert not any(f.corrupt or f.void for f in found)


@pytest.mark.parametrize("compression", CODECS.values(), ids=CODECS)
def test_whichever_byte_is_broken_its_neighbours_are_read(compression: int) -> None:
    batches = [batch_of(named(1 + n * SIZE), compression=compression) for n in range(3)]
    first, middle, last = (at_offset(batch, n * SIZE) for n, batch in enumerate(batches))
    for at in range(12, len(middle)):  # the length, before that, frames what comes after it
        found = read(first + flipped(at)(middle) + last)
        broken = next((each for each in found if each.corrupt), None)
        assert covered(found) == list(range(3 * SIZE))
        assert [f.value for f in found[:SIZE]] == [r.value for r in named(1)]
        assert [f.value for f in found[-SIZE:]] == [r.value for r in named(1 + 2 * SIZE)]
        if at > 15:  # the leader's epoch is no part of what was written
            assert broken is not None
            assert (broken.offset, broken.through) == (SIZE, 2 * SIZE - 1)


@pytest.mark.parametrize("damage", [*DAMAGE.values(), *FRAMES.values()], ids=[*DAMAGE, *FRAMES])
def test_what_is_read_has_neither_gap_nor_overlap(damage: Damage) -> None:
    first, middle, last = (at_offset(batch_of(named(1 + n * SIZE)), n * SIZE) for n in range(3))
    found = read(first + damage(middle) + last)
    assert covered(found) in ([0, 1, 2], list(range(3 * SIZE)))


async def all_but_one_are_heard(
    kafka: KafkaConnection, topic: str, store: PostgresStore, broken: frozenset[int] = frozenset()
) -> list[Parked]:
    """Listens until these partitions have set one aside and nothing is left; gives what was set aside."""
    command_runner = command_runner_of(store)
    source = KafkaSource(kafka, group=f"subscriber-{token_hex(6)}", topics=[topic])
    consumer = Consumer(command_runner, source, COUNTS_ALONG, TurnedClock(NOON))

    async def all_have() -> bool:
        return broken <= {message.partition for message in await parked(command_runner)}

    async with running(consumer):
        await eventually(all_have)
        await settled(consumer)
    return list(await parked(command_runner))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recoup_messaging.kafka.standstill.LOOK_SECONDS", 0.5)


@pytest.mark.servers
async def test_a_header_name_that_is_no_text_is_set_aside_alone(
    kafka: KafkaConnection, topic: str, postgres_store: PostgresStore
) -> None:
    """It lies in a batch with honest records, before and behind it."""
    before, bad, behind = named(1)
    bad = bad._replace(headers=[*bad.headers, ("XYZZY", b"1")])
    batch = batch_of([before, bad, behind])
    raw = checksummed(batch.replace(b"XYZZY", b"ce_\xff\xfe"))
    place = TopicPartition(topic, 0)
    await write_raw(kafka, place, raw, batch_of(named(11, "cus_2")))
    aside = await all_but_one_are_heard(kafka, topic, postgres_store)
    command_runner = command_runner_of(postgres_store)
    assert await received_by(command_runner, "cus_2") == (11, 12, 13)
    assert await received_by(command_runner) == (1, 3)
    [message] = aside
    assert (message.reason, message.offset, message.key) == ("corrupt", 1, bad.key)
    assert message.content.headers[-1] == (r"ce_\xff\xfe", b"1")
    assert (message.content.value, message.tenant) == (bad.value, "acme")


@pytest.mark.servers
@pytest.mark.usefixtures("soon")
async def test_broken_bytes_on_the_brokers_disk_are_shown_and_passed_by(
    kafka: KafkaConnection, kafka_folder: Path, owner: str, postgres_store: PostgresStore
) -> None:
    topic = f"recoup.{owner}.invoice"
    async with topic_of_its_own(kafka, topic, len(DAMAGE)):
        for n, damage in enumerate(DAMAGE.values()):
            batches = [
                batch_of(
                    [record(by, key=f"cus_{n}", position=n * 100 + by) for by in range(b, b + SIZE)]
                )
                for b in (1, 11, 21)
            ]
            await write_raw(kafka, TopicPartition(topic, n), *batches)
            spoil(kafka_folder / f"{topic}-{n}", len(batches[0]), len(batches[1]), damage)
        surely = frozenset(n for n, name in enumerate(DAMAGE) if name not in READ_BY_SOME)
        aside = await all_but_one_are_heard(kafka, topic, postgres_store, surely)
    command_runner = command_runner_of(postgres_store)
    shown = {message.partition: message for message in aside}
    for n, name in enumerate(DAMAGE):
        if n not in shown and name in READ_BY_SOME:
            assert await received_by(command_runner, f"cus_{n}") == (
                1,
                2,
                3,
                11,
                12,
                13,
                21,
                22,
                23,
            ), name
            continue
        assert shown[n].reason == "corrupt", name
        assert shown[n].offset == SIZE, name
        assert await received_by(command_runner, f"cus_{n}") == (1, 2, 3, 21, 22, 23), name
        assert shown[n].content.value, name
    await skip(command_runner, number(aside[0]), ORDER)
    assert len(await parked(command_runner)) == len(aside) - 1


def spoil(partition: Path, begin: int, length: int, damage: Damage) -> None:
    """Change a batch where it lies; the broker serves the file as it is."""
    [segment] = partition.glob("*.log")
    with segment.open("r+b") as file:
        file.seek(begin)
        batch = file.read(length)
        file.seek(begin)
        file.write(damage(batch))
        file.flush()
        os.fsync(file.fileno())


@pytest.mark.servers
@pytest.mark.usefixtures("soon")
async def test_kafkas_own_records_of_transactions_are_no_loss(
    kafka: KafkaConnection, topic: str, postgres_store: PostgresStore
) -> None:
    producer = AIOKafkaProducer(**kafka.arguments(), transactional_id=token_hex(6))
    await producer.start()
    for by in (1, 2, 3):
        async with producer.transaction():
            one = record(by)
            await producer.send(topic, one.value, one.key, partition=0, headers=list(one.headers))
    await producer.stop()
    assert await all_but_one_are_heard(kafka, topic, postgres_store) == []
    assert await received_by(command_runner_of(postgres_store)) == (1, 2, 3)
