"""A worker in a process of its own, which dies or stands still where it is told to."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from signal import SIGCONT, SIGKILL, SIGSTOP

import psutil

from recoup_testing.faults.line import Line, Strike
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Trial
from recoup_testing.loops import eventually

PATIENCE_SECONDS = 60.0
UNKNOWN_EXIT = 255
"""From a fork server that lost the exit code of its child; one that failed by itself has 1."""
_processes = get_context("forkserver")
# Imported once, so that a worker starts in milliseconds; pytest is what its parent's main is.
_processes.set_forkserver_preload(["pytest", "recoup_testing.faults.trials"])


class Life:
    """A worker's process, seen from outside."""

    def __init__(self, process: BaseProcess, subscription: Connection) -> None:
        self._process = process
        self._subscription = subscription

    async def end(self) -> Collection[str]:
        """Let it work to the end; says which moments it went through."""
        moments, code = await asyncio.to_thread(self._last_words), await self._code()
        assert code == 0, f"the worker failed with {code}; its own words are above"
        return moments

    async def death(self) -> None:
        moments, code = await asyncio.to_thread(self._last_words), await self._code()
        assert not moments, "the worker worked to its end and never came to that moment"
        assert code in (-SIGKILL, UNKNOWN_EXIT), f"the worker ended with {code} before that moment"

    async def standstill(self) -> None:
        async def stopped() -> bool:
            assert self._process.is_alive(), "the worker ended and never came to that moment"
            return psutil.Process(self._process.pid).status() == psutil.STATUS_STOPPED

        await eventually(stopped)

    def wake(self) -> None:
        psutil.Process(self._process.pid).send_signal(SIGCONT)

    def kill(self) -> None:
        self._process.kill()

    async def _code(self) -> int | None:
        await asyncio.to_thread(self._process.join, PATIENCE_SECONDS)
        return self._process.exitcode

    def _last_words(self) -> Collection[str]:
        """None when it failed."""
        assert self._subscription.poll(PATIENCE_SECONDS), (
            f"it still works after {PATIENCE_SECONDS} s"
        )
        try:
            moments: Collection[str] = self._subscription.recv()
        except EOFError:
            return ()
        return moments


@asynccontextmanager
async def life(trial: Trial, at: Place, strike: Strike | None = None) -> AsyncIterator[Life]:
    """A worker at its work; whatever is left of it is killed afterwards."""
    subscription, telling = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_work, args=(trial, at, strike, telling), daemon=True)
    process.start()
    telling.close()
    try:
        yield Life(process, subscription)
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        subscription.close()


async def live(trial: Trial, at: Place) -> Collection[str]:
    """Work to the end; says which moments there are."""
    async with life(trial, at) as worker:
        return await worker.end()


async def die(trial: Trial, at: Place, moment: str) -> None:
    """Work up to this moment and no further."""
    async with life(trial, at, Strike(moment, SIGKILL)) as worker:
        await worker.death()


@asynccontextmanager
async def suspended(trial: Trial, at: Place, moment: str) -> AsyncIterator[Life]:
    """A worker that stands still at this moment."""
    async with life(trial, at, Strike(moment, SIGSTOP)) as worker:
        await worker.standstill()
        yield worker


def _work(trial: Trial, at: Place, strike: Strike | None, telling: Connection) -> None:
    line = Line(strike)
    asyncio.run(trial.work(at, line))
    telling.send(tuple(line.moments))
