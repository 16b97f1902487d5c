"""A service that is killed in the middle of its work and comes back changes none of the numbers."""

import asyncio
import os
from datetime import datetime
from random import Random

import pytest

from recoup_cli.demo.performance import perform
from recoup_cli.demo.pieces import generated
from recoup_cli.ledger.generated import Parameters
from recoup_cli.ledger.numbers import as_json
from recoup_testing.loops import POLL_SECONDS
from recoup_testing.stage import Stage, stage

pytestmark = pytest.mark.servers

SEED = 7
PIECE = generated(SEED, Parameters(customers=12, invoices=40, days=42))
KILLS = 3
VICTIMS = os.environ.get("RECOUP_KILL", "notification").split(",")
"""Notification is the hardest: what it does cannot be rolled back. Name others to kill them, too."""


class Reached:
    """How far the ledger has been played."""

    def __init__(self) -> None:
        self.entries = 0

    def __call__(self, _instant: datetime, happened: int) -> None:
        self.entries = happened

    @property
    def the_end(self) -> bool:
        return self.entries == len(PIECE.entries)


async def kill_now_and_then(scene: Stage, victim: str, reached: Reached) -> int:
    """At moments that the seed chooses, each time as soon as the victim has something to do."""
    moments = sorted(Random(SEED).sample(range(len(PIECE.entries) // 2), KILLS))
    killed = 0
    while killed < KILLS and not reached.the_end:
        if reached.entries > moments[killed] and not await scene.is_quiet(victim):
            scene.stack.kill(victim)
            await scene.stack.restart(victim)
            killed += 1
        await asyncio.sleep(POLL_SECONDS)
    return killed


@pytest.fixture(scope="module")
async def undisturbed() -> str:
    async with stage(PIECE.begin) as scene:
        return as_json(await perform(scene.stack, scene.clock_file, PIECE, Reached()))


@pytest.mark.parametrize("victim", VICTIMS)
async def test_the_same_numbers_although_a_service_was_killed(
    victim: str, undisturbed: str
) -> None:
    reached = Reached()
    async with stage(PIECE.begin) as scene, asyncio.TaskGroup() as group:
        playing = group.create_task(perform(scene.stack, scene.clock_file, PIECE, reached))
        killing = group.create_task(kill_now_and_then(scene, victim, reached))
    assert killing.result() == KILLS
    assert as_json(playing.result()) == undisturbed
