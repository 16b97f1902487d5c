"""Plays a ledger in its own time: the clock jumps from moment to moment, the world acts between."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.ledger.entries import Entry

Progress = Callable[[datetime, int], None]
"""Told the instant that is reached and how many entries have happened."""


class World(Protocol):
    """Those who act on a creditor's behalf, or on its debtors'."""

    async def act(self, entries: Sequence[Entry]) -> None:
        """Let these happen; those of one customer in their order."""


async def play(
    entries: Iterable[Entry],
    until: datetime,
    clock_driver: ClockDriver,
    actors: World,
    *,
    step: timedelta,
    progress: Progress,
) -> None:
    """Live through everything up to ``until``.

    Moments less than ``step`` apart are reached in one jump, as if the service had been a little
    late; what is due at or before now is done. Acts of one kind rest before the next kind follows,
    so that what they cause is complete, and the same in every run.
    """
    happened = 0
    moment = await clock_driver.settle()
    for instant, acts in groupby(entries, key=lambda entry: entry.at):
        moment = await _pass_time(moment, instant, clock_driver, step)
        for _, alike in groupby(acts, key=type):
            batch = list(alike)
            await actors.act(batch)
            moment = await clock_driver.settle()
            happened += len(batch)
        progress(instant, happened)
    await _pass_time(moment, until, clock_driver, step)
    progress(until, happened)


async def pass_time(until: datetime, clock_driver: ClockDriver, step: timedelta) -> None:
    """Jump from one awaited moment to the next, and at last to ``until``."""
    await _pass_time(await clock_driver.settle(), until, clock_driver, step)


async def _pass_time(
    moment: datetime | None, until: datetime, clock_driver: ClockDriver, step: timedelta
) -> datetime | None:
    """From rest to rest; ``moment`` is the earliest that anybody waits for.

    Where nobody waits for ``until`` itself, its coming changes nothing, and all rest on.
    """
    while moment is not None and moment <= until:
        clock_driver.set(min(moment + step, until))
        moment = await clock_driver.settle()
    clock_driver.set(until)
    return moment
