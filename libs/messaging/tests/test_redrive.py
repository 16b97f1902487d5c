"""Once the cause is corrected, parked messages are taken up again in the order they came."""

import asyncio
from datetime import timedelta

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import OperatorRequest, ParkedAction, Redriven
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.corrections import skip
from recoup_messaging.keys import lock_of
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.counter import LIMIT, Counted
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    HEARD,
    NOON,
    command_runner_of,
    count_along,
    receive,
    received_by,
    record,
    total_of,
)
from recoup_testing.parked_samples import actions, number, parked

TOPIC = "recoup.invoice"
KEY = record(1).key
A_MOMENT = 0.1
TOO_MUCH = LIMIT + 1
TOO_HIGH = f"too_high: a counter ends at {LIMIT}"
LATER = NOON + timedelta(hours=1)
ORDER = OperatorRequest("ada", "the limit was wrong", LATER)


async def count_a_little(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
    """The corrected reaction: what is too much counts as one."""
    by = min(received.event.by, 1)
    await count_along(work, received._replace(event=Counted(by=by)), cause)


CORRECTED = Subscriptions([Subscription(Counted, count_a_little)], [HEARD], actor="subscriber")


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


async def test_a_key_is_taken_up_in_order_and_flows_again(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(
        command_runner, bus, record(1), record(TOO_MUCH, position=2), record(3), record(4)
    )
    assert await redrive(command_runner, CORRECTED, TOPIC, KEY, ORDER) == Redriven(
        applied=3, left=0
    )
    await receive(command_runner, bus, record(5))
    assert await received_by(command_runner) == (1, TOO_MUCH, 3, 4, 5)
    assert await parked(command_runner) == []


async def test_a_redrive_stops_at_what_fails_again_and_says_why(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    first, second = record(TOO_MUCH, position=1), record(TOO_MUCH, position=3)
    await receive(command_runner, bus, first, record(2), second, record(4))
    [message, *_] = await parked(command_runner)
    await skip(command_runner, number(message), ORDER)
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(
        1, 2, TOO_HIGH
    )
    [failed, behind] = await parked(command_runner)
    assert (failed.reason, failed.parked_at) == ("refused", LATER)
    assert failed.detail == TOO_HIGH
    assert behind.reason == "behind"
    assert await received_by(command_runner) == (2,)
    assert await actions(command_runner) == [
        (0, ParkedAction.SKIPPED),
        (1, ParkedAction.REDRIVEN),
        (2, ParkedAction.REDRIVE_FAILED),
    ]
    [skipped, redriven, refused] = await command_runner.store.interventions(0, 9)
    assert skipped.kept == message.content
    assert redriven.request == ORDER
    assert refused.outcome == TOO_HIGH


async def test_until_it_is_readable_an_unreadable_message_holds_its_key_up(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(1)._replace(value=b"{"), record(2))
    again = await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER)
    assert (again.applied, again.left) == (0, 2)
    assert "does not have its shape" in again.failure
    await skip(command_runner, number((await parked(command_runner))[0]), ORDER)
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(
        applied=1, left=0
    )
    assert await received_by(command_runner) == (2,)


async def test_a_key_that_names_nobody_can_be_skipped(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(1)._replace(key=b"nobody"))
    [message] = await parked(command_runner)
    assert (await redrive(command_runner, COUNTS_ALONG, TOPIC, b"nobody", ORDER)).left == 1
    await skip(command_runner, number(message), ORDER)
    assert await parked(command_runner) == []


async def test_what_nobody_listens_to_any_more_is_let_go(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(TOO_MUCH, position=1), record(2))
    assert await redrive(
        command_runner, Subscriptions([], [], actor="subscriber"), TOPIC, KEY, ORDER
    ) == Redriven(2, 0)
    assert await total_of(command_runner) == 0


async def test_a_key_without_parked_messages_needs_nothing(command_runner: CommandRunner) -> None:
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(0, 0)


@pytest.mark.parametrize("key", [KEY, b"nobody"])
async def test_a_redrive_waits_for_whoever_works_on_the_key(
    command_runner: CommandRunner, bus: MemoryBus, key: bytes
) -> None:
    await receive(command_runner, bus, record(1)._replace(key=key, headers=[]))
    async with command_runner.store.transaction() as consumer:
        await consumer.lock([lock_of(key)])
        waiting = asyncio.create_task(redrive(command_runner, COUNTS_ALONG, TOPIC, key, ORDER))
        done, _ = await asyncio.wait([waiting], timeout=A_MOMENT)
        assert not done
    assert (await waiting).left == 1


@pytest.mark.servers
async def test_what_the_store_never_takes_stays_and_those_before_it_go(
    postgres_store: PostgresStore, bus: MemoryBus
) -> None:
    command_runner, too_much = command_runner_of(postgres_store), record(TOO_MUCH, position=1)
    poison = record(2)._replace(headers=[*record(2).headers, ("traceparent", b"00-\0")])
    await receive(command_runner, bus, too_much, poison, record(3))
    done = await redrive(command_runner, CORRECTED, TOPIC, KEY, ORDER)
    assert (done.applied, done.left) == (1, 2)
    assert "PostgreSQL does not take it" in done.failure
    assert [message.reason for message in await parked(command_runner)] == ["unreadable", "behind"]
    assert await received_by(command_runner) == (TOO_MUCH,)
