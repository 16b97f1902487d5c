"""Die between any two calls to the outside, start again: all is as if nothing had happened."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from recoup_testing.databases import Databases
from recoup_testing.faults.mortal import die, live
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Trial
from recoup_testing.faults.trials import TRIALS
from recoup_testing.topics import topic_of_its_own

pytestmark = pytest.mark.servers
EVERY = int(os.environ.get("RECOUP_FAULTS_EVERY", "4"))
"""Each moment is tried with 1; a slice of them otherwise, which takes a few seconds."""
TOGETHER = asyncio.Semaphore(4)
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


async def outcome(trial: Trial, moment: str, places: Places) -> Exception | None:
    """What is wrong after a death at this moment and a new start."""
    try:
        async with TOGETHER, places(trial) as at:
            await die(trial, at, moment)
            await live(trial, at)
            await trial.then(at)
    except Exception as wrong:  # noqa: BLE001 - told under the moment's name
        return wrong
    return None


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: type(trial).__name__.lower())
async def test_whoever_dies_at_any_moment_goes_on_as_if_nothing_had_happened(
    trial: Trial, places: Places, subtests: pytest.Subtests
) -> None:
    async with places(trial) as at:
        moments = list(await live(trial, at))[::EVERY]
        await trial.then(at)
    found = await asyncio.gather(*(outcome(trial, moment, places) for moment in moments))
    for moment, wrong in zip(moments, found, strict=True):
        with subtests.test(moment):
            if wrong is not None:
                raise wrong
