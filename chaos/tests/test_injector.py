"""A round of faults on a ledger of a few ticks, with nobody real to strike."""

import asyncio
from datetime import UTC, datetime

import pytest

from recoup_chaos.faults import Fault, Kind
from recoup_chaos.injector import FaultInjector, Recovery
from recoup_cli.stack import StackFailed

BEATS = 10
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
EARLY, LATE = (Fault("kafka", Kind.KILL, at, delay_seconds=0) for at in (0.1, 0.9))


class Striker:
    """Remembers whom it struck."""

    def __init__(self) -> None:
        self.struck: list[Fault] = []
        self.recoveries: list[Recovery] = []

    async def strike(self, fault: Fault) -> None:
        self.struck.append(fault)


async def everybody_has_had_a_turn() -> None:
    for _ in range(BEATS):
        await asyncio.sleep(0)


async def test_blows_fall_on_their_beats_and_are_felt_until_the_next_rest() -> None:
    striker = Striker()
    injector = FaultInjector([EARLY, LATE], BEATS, striker.strike, striker.recoveries.append)
    async with injector.injecting():
        since = asyncio.get_running_loop().time()
        for _ in range(BEATS - 2):
            injector.tick(NOON)
            await everybody_has_had_a_turn()
        assert striker.struck == [EARLY]
        injector.rested(since)
        await everybody_has_had_a_turn()
        assert not injector.over, "that rest began before the fault"
        injector.rested(asyncio.get_running_loop().time())
        await everybody_has_had_a_turn()
        assert [recoveries.moment for recoveries in striker.recoveries] == [NOON]
        injector.tick()
        await everybody_has_had_a_turn()
        injector.rested(asyncio.get_running_loop().time())
    assert striker.struck == [EARLY, LATE]
    assert injector.over


async def test_a_victim_that_does_not_come_back_ends_the_storm() -> None:
    async def strike(_fault: Fault) -> None:
        raise StackFailed("not ready")

    injector = FaultInjector([EARLY], BEATS, strike, lambda _felt: None)
    with pytest.raises(StackFailed, match="not ready"):
        async with injector.injecting():
            injector.tick()
            await asyncio.Event().wait()
