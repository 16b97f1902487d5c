"""Old versions are received as today's; those of tomorrow wait aside until this service is upgraded."""

import json

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import EVENTS, Event, Json
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import OperatorRequest, Redriven
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.decoded_record import DecodedRecord
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import ConsumerRecord, Record
from recoup_messaging.redrive import redrive
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.counter import Counted
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    receive,
    received_by,
    record,
)


def _in_dozens(old: Json) -> Json:
    return {"pieces": old["dozens"] * 12}


class Packed(Event, owner="invoice", type="box.packed.v2", history=(_in_dozens,)):
    pieces: int


async def ignore(_work: UnitOfWork, _received: Envelope[Packed], _cause: Cause) -> None:
    """What follows does not matter here."""


PACKING = Subscriptions([Subscription(Packed, ignore)], [], actor="subscriber")


def published_as(type: str, document: Json, *, position: int = 1) -> Record:
    sent = record(position)
    headers = [(n, type.encode() if n == "ce_type" else value) for n, value in sent.headers]
    return sent._replace(headers=headers, value=json.dumps(document).encode())


def read(sent: Record) -> DecodedRecord | None:
    at = OffsetKey(sent.topic, 0)
    return PACKING.read(ConsumerRecord(at, 0, sent.key, sent.value, sent.headers))


def test_a_message_of_an_older_version_is_heard_as_todays() -> None:
    decoded = read(published_as("box.packed.v1", {"dozens": 2}))
    assert decoded is not None
    assert decoded.envelope is not None
    assert decoded.envelope.event == Packed(pieces=24)


def test_a_version_of_tomorrow_is_not_passed_over() -> None:
    decoded = read(published_as("box.packed.v3", {"crates": 1}))
    assert decoded is not None
    assert decoded.problem is not None
    assert "upgrade" in decoded.problem


def test_another_event_of_tomorrow_may_concern_us() -> None:
    decoded = read(published_as("box.opened.v1", {}))
    assert decoded is not None
    assert "upgrade" in decoded.problem


async def test_what_was_too_new_is_taken_up_in_order_after_the_upgrade(
    memory_store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_runner: CommandRunner = command_runner_of(memory_store)
    bus = MemoryBus(partitions=1)
    newer = published_as("counter.counted.v2", {"by": 2}, position=2)
    await receive(command_runner, bus, record(1), newer, record(3))
    assert await received_by(command_runner) == (1,)

    monkeypatch.setitem(EVENTS, "counter.counted.v2", Counted)
    order = OperatorRequest("ada", "the service was upgraded", NOON)
    redriven = await redrive(command_runner, COUNTS_ALONG, newer.topic, newer.key, order)
    assert redriven == Redriven(applied=2, left=0)
    assert await received_by(command_runner) == (1, 2, 3)
