"""A place too far ahead is believed by an operator or not at all; what lies before it goes on."""

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import OperatorRequest, Redriven
from recoup_eventstore.ports import START, Cursor
from recoup_messaging.cloudevents import SEQUENCE
from recoup_messaging.corrections import skip
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import Record
from recoup_messaging.redrive import redrive
from recoup_messaging.watermarks import LEAP, LEAP_GENERATIONS, LIMIT, implausible
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, receive, received_by, record
from recoup_testing.parked_samples import number, parked

TOPIC, KEY = "recoup.invoice", record(1).key
ORDER = OperatorRequest("ada", "the database was moved", NOON)
FAR = LEAP * 2


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


def leapt(by: int) -> Record:
    """Only its place in the feed is far ahead; its stream's version is what it would be."""
    sent, far = record(by), str(Cursor(1, 1, FAR + by)).encode()
    return sent._replace(headers=[(n, far if n == SEQUENCE else v) for n, v in sent.headers])


@pytest.mark.parametrize(
    ("place", "mark", "believed"),
    [
        (Cursor(1, LEAP, LEAP), None, True),
        (Cursor(1, LEAP, LEAP), START, True),
        (Cursor(1, 5 + LEAP, 5 + LEAP), Cursor(1, 5, 5), True),
        (Cursor(1, 6 + LEAP, 5), Cursor(1, 5, 5), False),
        (Cursor(1, 5, 6 + LEAP), Cursor(1, 5, 5), False),
        (Cursor(2, 1, 6), Cursor(1, LIMIT, 5), True),
        (Cursor(2 + LEAP_GENERATIONS, 5, 5), Cursor(1, 5, 5), False),
        (Cursor(1, LIMIT + 1, 5), None, False),
        (Cursor(1, 5, LIMIT + 1), None, False),
    ],
)
def test_how_far_a_publisher_may_have_come(
    place: Cursor, mark: Cursor | None, *, believed: bool
) -> None:
    assert (implausible(place, mark) is None) is believed


async def test_what_a_forger_puts_far_ahead_changes_nothing_for_its_victim(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    garbage = leapt(7)._replace(value=b"{")
    await receive(
        command_runner, bus, record(1), leapt(2), record(2), garbage._replace(key=b"acme/other")
    )
    await receive(command_runner, bus, record(3))
    assert await received_by(command_runner) == (1, 2, 3)
    leap, foreign = await parked(command_runner)
    assert (leap.reason, foreign.reason) == ("implausible", "foreign")
    assert "too far ahead" in leap.detail
    await skip(command_runner, number(leap), ORDER)
    await receive(command_runner, bus, record(4))
    assert await received_by(command_runner) == (1, 2, 3, 4)


async def test_garbage_with_a_victims_place_moves_no_watermark(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    garbage = record(9, key="cus_1", position=900)._replace(value=b"{")
    await receive(command_runner, bus, record(1), garbage)
    [unreadable] = await parked(command_runner)
    await skip(command_runner, number(unreadable), ORDER)
    await receive(command_runner, bus, record(2), record(3))
    assert await received_by(command_runner) == (1, 2, 3)


async def test_a_leap_waits_for_an_operator_and_keeps_the_order(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(1), leapt(2), leapt(3), leapt(2))
    assert [message.reason for message in await parked(command_runner)] == ["implausible"] * 2
    again = await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER)
    assert (again.applied, again.left) == (0, 2)
    first, _ = await parked(command_runner)
    done = await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER, accept=number(first))
    assert done == Redriven(2, 0)
    await receive(command_runner, bus, leapt(2), leapt(4))
    assert await received_by(command_runner) == (1, 2, 3, 4)
    assert await parked(command_runner) == []
