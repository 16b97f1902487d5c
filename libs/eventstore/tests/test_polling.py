"""While a server is away a loop tries now and then, whoever wakes it, and can be stopped at once."""

import asyncio

import pytest

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import BUSY_SECONDS, PollingLoop
from recoup_testing.exceptions import FAMILY
from recoup_testing.loops import eventually, running

TRIES = 4
LEAST_SECONDS = BUSY_SECONDS * (2 + 4 + 8)
"""Between the first and the last of them, each pause twice the one before."""


class Stormy(PollingLoop):
    """Is woken again by each of its tries, as by requests that keep coming."""

    def __init__(self) -> None:
        super().__init__()
        self.tried = asyncio.Event()

    async def step(self) -> int:
        self.wake()
        self.tried.set()
        raise Unavailable("no connection")

    async def quiet(self) -> bool:
        return False


async def test_wake_ups_do_not_make_it_hammer_at_a_closed_door() -> None:
    loop = Stormy()

    async def has_tried_often() -> bool:
        return loop.beats >= TRIES

    began = asyncio.get_running_loop().time()
    async with running(loop):
        await eventually(has_tried_often)
    assert asyncio.get_running_loop().time() - began >= LEAST_SECONDS


async def test_it_can_be_stopped_while_it_waits() -> None:
    loop = Stormy()
    async with asyncio.timeout(5), running(loop):
        await loop.tried.wait()


class Broken(PollingLoop):
    """Fails until it is mended."""

    name = "broken"

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error: BaseException | None = error

    async def step(self) -> int:
        if self.error is not None:
            raise self.error
        return 0

    async def quiet(self) -> bool:
        return self.error is None


@pytest.mark.parametrize("error", FAMILY, ids=lambda error: type(error).__name__)
async def test_a_loop_outlives_what_its_steps_raise_and_says_that_it_stands_still(
    error: BaseException,
) -> None:
    loop = Broken(error)

    async def stands() -> bool:
        return loop.standstill is not None and loop.beats > 1

    async def goes_on() -> bool:
        return loop.standstill is None

    async with running(loop):
        await eventually(stands)
        assert loop.standstill is not None
        assert type(error).__name__ in loop.standstill.why
        loop.error = None
        await eventually(goes_on)
