"""Die or be suspended between any two calls to the outside: all is as if nothing had happened."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from recoup_testing.databases import Databases
from recoup_testing.faults.mortal import die, live, suspended
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Trial
from recoup_testing.faults.trials import TRIALS
from recoup_testing.topics import topic_of_its_own

pytestmark = pytest.mark.servers
EVERY = int(os.environ.get("RECOUP_FAULTS_EVERY", "4"))
"""Each moment is tried with 1; a slice of them otherwise, which takes a few seconds."""
TOGETHER = asyncio.Semaphore(4)
Fate = Callable[[Trial, Place, str], Awaitable[None]]
Places = Callable[[Trial], AbstractAsyncContextManager[Place]]


@pytest.fixture
def places(databases: Databases, kafka: str, tmp_path: Path) -> Places:
    """A new place with all that this trial needs, and nothing done yet."""

    @asynccontextmanager
    async def place(trial: Trial) -> AsyncIterator[Place]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(databases.fresh())
            name = f"trial_{token_hex(6)}"
            at = Place(database, kafka, name, tmp_path / name)
            if trial.needs_topic:
                await stack.enter_async_context(topic_of_its_own(kafka, at.topic, 1))
            await trial.given(at)
            yield at

    return place


async def death(trial: Trial, at: Place, moment: str) -> None:
    """It is killed, and starts again."""
    await die(trial, at, moment)
    await live(trial, at)


async def slumber(trial: Trial, at: Place, moment: str) -> None:
    """It stands still for so long that an heir does everything; then it wakes."""
    async with suspended(trial, at, moment) as zombie:
        await at.end_transactions()
        await live(trial, at)
        zombie.wake()
        await zombie.end()


async def outcome(trial: Trial, fate: Fate, moment: str, places: Places) -> Exception | None:
    """What is wrong after this fate at this moment."""
    try:
        async with TOGETHER, places(trial) as at:
            await fate(trial, at, moment)
            await trial.then(at)
    except Exception as wrong:  # noqa: BLE001 - told under the moment's name
        return wrong
    return None


@pytest.mark.parametrize("fate", [death, slumber], ids=lambda fate: fate.__name__)
@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: type(trial).__name__.lower())
async def test_whatever_befalls_a_worker_at_any_moment_its_work_comes_out_the_same(
    trial: Trial, fate: Fate, places: Places, subtests: pytest.Subtests
) -> None:
    async with places(trial) as at:
        moments = list(await live(trial, at))[::EVERY]
        await trial.then(at)
    found = await asyncio.gather(*(outcome(trial, fate, each, places) for each in moments))
    for moment, wrong in zip(moments, found, strict=True):
        with subtests.test(moment):
            if wrong is not None:
                raise wrong
