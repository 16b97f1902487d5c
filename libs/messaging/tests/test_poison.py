"""Whatever cannot be handled waits aside as it came, its key behind it in order; others go on."""

import pytest

from recoup_events.kernel.sizes import MESSAGE_BYTES
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import Content
from recoup_messaging.keys import account_of
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.records import Record
from recoup_testing.counter import LIMIT
from recoup_testing.fake_subscriber import receive, received_by, record
from recoup_testing.parked_samples import parked

UPGRADE = "not known here; upgrade this service, then redrive"
BLOATED = b'{"by": 1}'.ljust(MESSAGE_BYTES + 1)


def renamed(type: str) -> Record:
    return with_header("ce_type", type.encode())


def with_header(name: str, value: bytes) -> Record:
    original = record(1)
    headers = [(known, value if known == name else text) for known, text in original.headers]
    return original._replace(headers=headers)


POISON = {
    "bad json": (record(1)._replace(value=b"{"), "unreadable", "does not have its shape"),
    "another shape": (record(1)._replace(value=b'{"by": "many"}'), "unreadable", "by"),
    "unknown type": (renamed("counter.unheard_of.v1"), "unreadable", UPGRADE),
    "unknown version": (renamed("counter.counted.v9"), "unreadable", UPGRADE),
    "no place": (with_header("ce_sequence", b"1:2:9223372036854775808"), "unreadable", "no place"),
    "before all places": (with_header("ce_sequence", b"1:-2:3"), "unreadable", "no place"),
    "a NUL in its type": (renamed("counter.\0.v1"), "unreadable", "counter.\N{SYMBOL FOR NULL}.v1"),
    "over-size": (record(1)._replace(value=BLOATED), "unreadable", f"{MESSAGE_BYTES} are the most"),
    "refused": (record(LIMIT + 1, position=1), "refused", f"a counter ends at {LIMIT}"),
}


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=2)


@pytest.mark.parametrize(("poison", "reason", "detail"), POISON.values(), ids=POISON)
async def test_it_waits_aside_with_all_later_ones_of_its_key(
    command_runner: CommandRunner, bus: MemoryBus, poison: Record, reason: str, detail: str
) -> None:
    behind = [record(by)._replace(key=poison.key) for by in (2, 3, 4)]
    await receive(command_runner, bus, poison, behind[0], record(1, key="b"), behind[1])
    await receive(command_runner, bus, behind[2], record(2, key="b"))
    first, *later = await parked(command_runner)
    assert (first.reason, detail in first.detail) == (reason, True)
    assert (first.key, first.content) == (poison.key, Content(poison.headers, poison.value))
    assert [message.reason for message in later] == ["behind"] * 3
    assert [message.content.value for message in later] == [record.value for record in behind]
    assert await received_by(command_runner) == ()
    assert await received_by(command_runner, "b") == (1, 2)


async def test_what_came_before_it_stays_counted(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, record(1), record(LIMIT + 1, position=2), record(3))
    assert await received_by(command_runner) == (1,)


@pytest.mark.parametrize(
    "poison",
    [renamed("counter.counted.v9"), record(1)._replace(value=BLOATED)],
    ids=["unknown version", "over-size"],
)
async def test_published_again_it_is_not_parked_twice(
    command_runner: CommandRunner, bus: MemoryBus, poison: Record
) -> None:
    await receive(command_runner, bus, poison, poison)
    [message] = await parked(command_runner)
    assert message.tenant == account_of(poison.key).tenant


@pytest.mark.parametrize("type", ["counter.overheard.v1", "counter.overheard.v7"])
async def test_a_known_kind_nobody_here_hears_is_passed_over_in_any_version(
    command_runner: CommandRunner, bus: MemoryBus, type: str
) -> None:
    await receive(command_runner, bus, renamed(type)._replace(value=b"\xff"), record(2))
    assert await received_by(command_runner) == (2,)
    assert await parked(command_runner) == []
