"""A storm on a ledger of a few beats, with nobody real to strike."""

import asyncio
from datetime import UTC, datetime

import pytest

from recoup_chaos.faults import Fault, Kind
from recoup_chaos.storm import Felt, Storm
from recoup_cli.stack import StackFailed

BEATS = 10
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
EARLY, LATE = (Fault("kafka", Kind.KILL, at, delay_seconds=0) for at in (0.1, 0.9))


class Striker:
    """Remembers whom it struck."""

    def __init__(self) -> None:
        self.struck: list[Fault] = []
        self.felt: list[Felt] = []

    async def strike(self, fault: Fault) -> None:
        self.struck.append(fault)


async def everybody_has_had_a_turn() -> None:
    for _ in range(BEATS):
        await asyncio.sleep(0)


async def test_blows_fall_on_their_beats_and_are_felt_until_the_next_rest() -> None:
    striker = Striker()
    storm = Storm([EARLY, LATE], BEATS, striker.strike, striker.felt.append)
    async with storm.raging():
        since = asyncio.get_running_loop().time()
        for _ in range(BEATS - 2):
            storm.beat(NOON)
            await everybody_has_had_a_turn()
        assert striker.struck == [EARLY]
        storm.rested(since)
        await everybody_has_had_a_turn()
        assert not storm.over, "that rest began before the blow"
        storm.rested(asyncio.get_running_loop().time())
        await everybody_has_had_a_turn()
        assert [felt.moment for felt in striker.felt] == [NOON]
        storm.beat()
        await everybody_has_had_a_turn()
        storm.rested(asyncio.get_running_loop().time())
    assert striker.struck == [EARLY, LATE]
    assert storm.over


async def test_a_victim_that_does_not_come_back_ends_the_storm() -> None:
    async def strike(_fault: Fault) -> None:
        raise StackFailed("not ready")

    storm = Storm([EARLY], BEATS, strike, lambda _felt: None)
    with pytest.raises(StackFailed, match="not ready"):
        async with storm.raging():
            storm.beat()
            await asyncio.Event().wait()
