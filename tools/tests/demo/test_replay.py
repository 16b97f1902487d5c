"""A ledger is played from awaited moment to awaited moment, and its acts between them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.demo.replay import pass_time, play
from recoup_cli.ledger.entries import Entry, OptOut, RecordCondition
from recoup_events.invoice import Condition
from recoup_events.kernel.channels import Channel

NO_STRIDE = timedelta()
TODAY = date(2026, 1, 5)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 5, hour, minute, tzinfo=UTC)


def ceases(hour: int) -> Entry:
    return RecordCondition(
        at=at(hour),
        customer="C-1",
        condition=Condition.CEASE_REQUEST,
        source="letter",
        effective_from=TODAY,
    )


def opts_out(hour: int) -> Entry:
    return OptOut(
        at=at(hour), customer="C-1", channel=Channel.SMS, address="+4930901820", source="STOP"
    )


class Stack(ClockDriver):
    """Waits for certain moments; notes the times it is told and the acts it sees."""

    def __init__(self, *awaited: datetime) -> None:
        self.awaited = list(awaited)
        self.lived: list[datetime | list[Entry]] = []

    def set(self, instant: datetime) -> None:
        self.lived.append(instant)
        self.awaited = [moment for moment in self.awaited if moment > instant]

    async def settle(self) -> datetime | None:
        return min(self.awaited, default=None)

    async def act(self, entries: Sequence[Entry]) -> None:
        self.lived.append(list(entries))


@pytest.mark.parametrize(
    ("step", "stops"),
    [
        (NO_STRIDE, [at(9), at(9, 30), at(11), at(12)]),
        (timedelta(hours=1), [at(10), at(12), at(12)]),
    ],
)
async def test_time_stops_wherever_something_is_awaited(
    step: timedelta, stops: list[datetime]
) -> None:
    stack = Stack(at(9), at(9, 30), at(11), at(13))
    await pass_time(at(12), stack, step)
    assert stack.lived == stops


async def test_the_last_moment_is_lived_through_too() -> None:
    stack = Stack(at(12))
    await pass_time(at(12), stack, NO_STRIDE)
    assert stack.awaited == []


async def test_acts_of_one_kind_rest_before_the_next_kind_follows() -> None:
    stack = Stack(at(9))
    told: list[tuple[datetime, int]] = []
    await play(
        [ceases(10), ceases(10), opts_out(10), ceases(11)],
        at(12),
        stack,
        stack,
        step=NO_STRIDE,
        progress=lambda instant, happened: told.append((instant, happened)),
    )
    assert stack.lived == [
        at(9),
        at(10),
        [ceases(10), ceases(10)],
        [opts_out(10)],
        at(11),
        [ceases(11)],
        at(12),
    ]
    assert told == [(at(10), 3), (at(11), 4), (at(12), 4)]
