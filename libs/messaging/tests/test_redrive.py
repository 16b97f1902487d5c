"""Once the cause is corrected, parked messages are taken up again in the order they came."""

from dataclasses import replace
from datetime import timedelta

import pytest

from recoup_events.envelope import Cause, Envelope
from recoup_eventstore.desk import Desk
from recoup_eventstore.ports import Parked, Store
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.consumer import Consumer
from recoup_messaging.listening import Hearing, Listening
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import Record
from recoup_messaging.redrive import Redriven, redrive, skip
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import LIMIT, Counted
from recoup_testing.hearsay import (
    COUNTS_ALONG,
    HEARD,
    NOON,
    count_along,
    desk_of,
    heard_of,
    record,
    total_of,
)
from recoup_testing.loops import running, settled

TOPIC = "recoup.invoice"
KEY = record(1).key
TOO_MUCH = LIMIT + 1
LATER = NOON + timedelta(hours=1)


async def count_a_little(work: UnitOfWork, heard: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = min(heard.fact.by, 1)
    await count_along(work, replace(heard, fact=Counted(by=by)), cause)


CORRECTED = Listening([Hearing(Counted, count_a_little)], [HEARD], actor="listener")


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def desk(request: pytest.FixtureRequest) -> Desk:
    store: Store = request.getfixturevalue(request.param)
    return desk_of(store)


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


async def hear(desk: Desk, bus: MemoryBus, *records: Record) -> None:
    await bus.publish(records)
    consumer = Consumer(
        desk, bus.source("listener", COUNTS_ALONG.topics), COUNTS_ALONG, TurnedClock(NOON)
    )
    async with running(consumer):
        await settled(consumer)


async def parked(desk: Desk) -> list[Parked]:
    return list(await desk.store.list_parked(0, 100))


async def test_a_key_is_taken_up_in_order_and_flows_again(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, record(1), record(TOO_MUCH, position=2), record(3), record(4))
    assert await redrive(desk, CORRECTED, TOPIC, KEY, LATER) == Redriven(applied=3, left=0)
    await hear(desk, bus, record(5))
    assert await heard_of(desk) == (1, TOO_MUCH, 3, 4, 5)
    assert await parked(desk) == []


async def test_a_redrive_stops_at_what_fails_again_and_says_why(desk: Desk, bus: MemoryBus) -> None:
    first, second = record(TOO_MUCH, position=1), record(TOO_MUCH, position=3)
    await hear(desk, bus, first, record(2), second, record(4))
    [message, *_] = await parked(desk)
    await skip(desk, message, "the count was a mistake")
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, LATER) == Redriven(applied=1, left=2)
    [failed, behind] = await parked(desk)
    assert (failed.reason, failed.parked_at) == ("refused", LATER)
    assert failed.detail.startswith("too_high")
    assert behind.reason == "behind"
    assert await heard_of(desk) == (2,)


async def test_until_it_is_readable_an_unreadable_message_holds_its_key_up(
    desk: Desk, bus: MemoryBus
) -> None:
    await hear(desk, bus, replace(record(1), value=b"{"), record(2))
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, LATER) == Redriven(applied=0, left=2)
    await skip(desk, (await parked(desk))[0], "written by hand")
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, LATER) == Redriven(applied=1, left=0)
    assert await heard_of(desk) == (2,)


async def test_a_key_that_names_nobody_can_be_skipped(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, replace(record(1), key=b"nobody"))
    [message] = await parked(desk)
    assert (await redrive(desk, COUNTS_ALONG, TOPIC, b"nobody", LATER)).left == 1
    await skip(desk, message, "not ours")
    assert await parked(desk) == []


async def test_what_nobody_listens_to_any_more_is_let_go(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, record(TOO_MUCH, position=1), record(2))
    assert await redrive(desk, Listening([], [], actor="listener"), TOPIC, KEY, LATER) == Redriven(
        2, 0
    )
    assert await total_of(desk) == 0


async def test_a_key_without_parked_messages_needs_nothing(desk: Desk) -> None:
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, LATER) == Redriven(0, 0)
