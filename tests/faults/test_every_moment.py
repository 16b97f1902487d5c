"""Die or be suspended between any two calls to the outside: all is as if nothing had happened."""

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest

from recoup_testing.faults.crashing_worker import die, live, suspended
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Places, Trial
from recoup_testing.faults.trials import IMPORTING, PERFORMING, REBUILDING, SENDING, TRIALS
from recoup_testing.faults.trials.effects import BELLS, effects

pytestmark = pytest.mark.servers
EVERY = int(os.environ.get("RECOUP_FAULTS_EVERY", "8"))
"""Each moment is tried with 1; a slice of them otherwise, which takes a few seconds."""
TOGETHER = asyncio.Semaphore(4)
ALONE = {PERFORMING, REBUILDING, IMPORTING, SENDING}
"""These hold rights that only end with their lives, so there is no heir while they sleep."""
Fate = Callable[[Trial, Place, str], Awaitable[None]]


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


async def wait(trial: Trial, at: Place, moment: str) -> None:
    """It stands still while another looks for work, and finds what it holds left to it."""
    async with suspended(trial, at, moment) as holder:
        async with at.command_runner() as command_runner:
            await effects(at, command_runner).step()
        holder.wake()
        await holder.end()
    assert sorted(at.performed()) == BELLS, "nobody died, so nothing was in doubt"


async def outcome(trial: Trial, fate: Fate, moment: str, places: Places) -> Exception | None:
    """What is wrong after this fate at this moment."""
    try:
        async with TOGETHER, places(trial) as at:
            await fate(trial, at, moment)
            await trial.then(at)
    except Exception as wrong:  # noqa: BLE001 - told under the moment's name
        return wrong
    return None


@pytest.mark.parametrize(
    ("trial", "fate"),
    [
        *((trial, death) for trial in TRIALS),
        *((trial, slumber) for trial in TRIALS if trial not in ALONE),
        (PERFORMING, wait),
    ],
    ids=lambda each: each.__name__ if callable(each) else type(each).__name__.lower(),
)
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
