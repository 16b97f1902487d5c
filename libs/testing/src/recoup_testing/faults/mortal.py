"""A worker in a process of its own, which dies where it is told to, as by ``kill -9``."""

import asyncio
import signal
from collections.abc import Collection
from multiprocessing import get_context
from multiprocessing.connection import Connection

from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Trial

PATIENCE_SECONDS = 60.0
_processes = get_context("forkserver")
# Imported once, so that a worker starts in milliseconds; pytest is what its parent's main is.
_processes.set_forkserver_preload(["pytest", "recoup_testing.faults.trials"])


async def live(trial: Trial, at: Place) -> Collection[str]:
    """Let it work to the end; says which moments it went through."""
    code, moments = await _life(trial, at, None)
    assert code == 0, f"the worker failed with {code}; its own words are above"
    return moments


async def die(trial: Trial, at: Place, moment: str) -> None:
    """Let it work up to this moment and no further."""
    code, _ = await _life(trial, at, moment)
    assert code == -signal.SIGKILL, f"the worker ended with {code} and never came to: {moment}"


async def _life(trial: Trial, at: Place, fatal: str | None) -> tuple[int | None, Collection[str]]:
    hearing, telling = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_work, args=(trial, at, fatal, telling), daemon=True)
    process.start()
    telling.close()
    try:
        moments = await asyncio.to_thread(_last_words, hearing)
        await asyncio.to_thread(process.join, PATIENCE_SECONDS)
    finally:
        process.kill()
        hearing.close()
    return process.exitcode, moments


def _last_words(hearing: Connection) -> Collection[str]:
    """What it says at its end; nothing when it was killed."""
    assert hearing.poll(PATIENCE_SECONDS), f"the worker still works after {PATIENCE_SECONDS} s"
    try:
        moments: Collection[str] = hearing.recv()
    except EOFError:
        return ()
    return moments


def _work(trial: Trial, at: Place, fatal: str | None, telling: Connection) -> None:
    line = Line(fatal)
    asyncio.run(trial.work(at, line))
    telling.send(tuple(line.moments))
