"""Once the cause is corrected, parked messages are taken up again in the order they came."""

import asyncio
from datetime import timedelta

import pytest

from recoup_events.envelope import Cause, Envelope
from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Deed, Order, Redriven
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.corrections import skip
from recoup_messaging.keys import lock_of
from recoup_messaging.listening import Hearing, Listening
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_testing.aside import deeds, number, parked
from recoup_testing.counter import LIMIT, Counted
from recoup_testing.hearsay import (
    COUNTS_ALONG,
    HEARD,
    NOON,
    count_along,
    desk_of,
    hear,
    heard_of,
    record,
    total_of,
)

TOPIC = "recoup.invoice"
KEY = record(1).key
A_MOMENT = 0.1
TOO_MUCH = LIMIT + 1
TOO_HIGH = f"too_high: a counter ends at {LIMIT}"
LATER = NOON + timedelta(hours=1)
ORDER = Order("ada", "the limit was wrong", LATER)


async def count_a_little(work: UnitOfWork, heard: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = min(heard.fact.by, 1)
    await count_along(work, heard._replace(fact=Counted(by=by)), cause)


CORRECTED = Listening([Hearing(Counted, count_a_little)], [HEARD], actor="listener")


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


async def test_a_key_is_taken_up_in_order_and_flows_again(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, record(1), record(TOO_MUCH, position=2), record(3), record(4))
    assert await redrive(desk, CORRECTED, TOPIC, KEY, ORDER) == Redriven(applied=3, left=0)
    await hear(desk, bus, record(5))
    assert await heard_of(desk) == (1, TOO_MUCH, 3, 4, 5)
    assert await parked(desk) == []


async def test_a_redrive_stops_at_what_fails_again_and_says_why(desk: Desk, bus: MemoryBus) -> None:
    first, second = record(TOO_MUCH, position=1), record(TOO_MUCH, position=3)
    await hear(desk, bus, first, record(2), second, record(4))
    [message, *_] = await parked(desk)
    await skip(desk, number(message), ORDER)
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(1, 2, TOO_HIGH)
    [failed, behind] = await parked(desk)
    assert (failed.reason, failed.parked_at) == ("refused", LATER)
    assert failed.detail == TOO_HIGH
    assert behind.reason == "behind"
    assert await heard_of(desk) == (2,)
    assert await deeds(desk) == [(0, Deed.SKIPPED), (1, Deed.REDRIVEN), (2, Deed.REDRIVE_FAILED)]
    [skipped, redriven, refused] = await desk.store.interventions(0, 9)
    assert skipped.kept == message.content
    assert redriven.order == ORDER
    assert refused.outcome == TOO_HIGH


async def test_until_it_is_readable_an_unreadable_message_holds_its_key_up(
    desk: Desk, bus: MemoryBus
) -> None:
    await hear(desk, bus, record(1)._replace(value=b"{"), record(2))
    again = await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER)
    assert (again.applied, again.left) == (0, 2)
    assert "does not have its shape" in again.failure
    await skip(desk, number((await parked(desk))[0]), ORDER)
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(applied=1, left=0)
    assert await heard_of(desk) == (2,)


async def test_a_key_that_names_nobody_can_be_skipped(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, record(1)._replace(key=b"nobody"))
    [message] = await parked(desk)
    assert (await redrive(desk, COUNTS_ALONG, TOPIC, b"nobody", ORDER)).left == 1
    await skip(desk, number(message), ORDER)
    assert await parked(desk) == []


async def test_what_nobody_listens_to_any_more_is_let_go(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, record(TOO_MUCH, position=1), record(2))
    assert await redrive(desk, Listening([], [], actor="listener"), TOPIC, KEY, ORDER) == Redriven(
        2, 0
    )
    assert await total_of(desk) == 0


async def test_a_key_without_parked_messages_needs_nothing(desk: Desk) -> None:
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(0, 0)


@pytest.mark.parametrize("key", [KEY, b"nobody"])
async def test_a_redrive_waits_for_whoever_works_on_the_key(
    desk: Desk, bus: MemoryBus, key: bytes
) -> None:
    await hear(desk, bus, record(1)._replace(key=key, headers=[]))
    async with desk.store.transaction() as consumer:
        await consumer.lock([lock_of(key)])
        waiting = asyncio.create_task(redrive(desk, COUNTS_ALONG, TOPIC, key, ORDER))
        done, _ = await asyncio.wait([waiting], timeout=A_MOMENT)
        assert not done
    assert (await waiting).left == 1


@pytest.mark.servers
async def test_what_the_store_never_takes_stays_and_those_before_it_go(
    postgres_store: PostgresStore, bus: MemoryBus
) -> None:
    desk, too_much = desk_of(postgres_store), record(TOO_MUCH, position=1)
    poison = record(2)._replace(headers=[*record(2).headers, ("traceparent", b"00-\0")])
    await hear(desk, bus, too_much, poison, record(3))
    done = await redrive(desk, CORRECTED, TOPIC, KEY, ORDER)
    assert (done.applied, done.left) == (1, 2)
    assert "PostgreSQL does not take it" in done.failure
    assert [message.reason for message in await parked(desk)] == ["unreadable", "behind"]
    assert await heard_of(desk) == (TOO_MUCH,)
