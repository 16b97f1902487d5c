"""Who was asleep does not say that others did not answer."""

import asyncio
import time

import pytest

from recoup_eventstore.postgres.waking_time import within

SECONDS = 0.2


async def answer_after(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return "yes"


async def test_an_answer_in_time_is_given() -> None:
    assert await within(SECONDS, answer_after(0)) == "yes"


async def test_an_answer_that_does_not_come_is_waited_for_so_long() -> None:
    with pytest.raises(TimeoutError):
        await within(SECONDS, answer_after(60))


async def test_an_answer_that_came_while_we_were_busy_counts() -> None:
    def be_busy() -> None:
        time.sleep(2 * SECONDS)

    asyncio.get_running_loop().call_soon(be_busy)
    assert await within(SECONDS, answer_after(SECONDS / 2)) == "yes"


async def test_an_error_is_passed_on() -> None:
    async def refuse() -> None:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        await within(SECONDS, refuse())


async def test_what_comes_when_nobody_waits_any_more_is_given_back() -> None:
    given_back = asyncio.get_running_loop().create_future()
    came = asyncio.Event()

    async def answer() -> str:
        came.set()
        return "yes"

    waiting = asyncio.create_task(within(60, answer(), given_back.set_result))
    await came.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled()
    assert await given_back == "yes"
