"""Whatever trouble PostgreSQL is in, requests are told to come again, and all goes on by itself."""

import asyncio
from time import monotonic

import pytest

from recoup_testing.loops import eventually
from recoup_testing.outages.postgresql import TROUBLES, Trouble
from recoup_testing.outages.scene import Scene, is_told_to_come_again

pytestmark = pytest.mark.servers
ANSWERED_SECONDS = 12.0
"""The longest a request waits for a server that has just stopped answering."""
CROWD_SECONDS = 10.0
CROWD = 30


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_a_write_is_told_to_come_again_and_done_when_it_can_be(
    scene: Scene, trouble: Trouble
) -> None:
    await scene.recovers()
    before = scene.processes()
    async with trouble.during(scene.e2e.stack):

        async def refused() -> bool:
            asked = monotonic()
            told = is_told_to_come_again(await scene.register())
            assert monotonic() - asked < ANSWERED_SECONDS
            return told

        async def explained() -> bool:
            await scene.register()
            found = await scene.recorded()
            return trouble.recorded is None or (found != "" and trouble.recorded in found)

        await eventually(refused)
        await eventually(explained)
        if trouble.readable:
            assert (await scene.read()).is_success
            assert (await scene.probe("readyz")).is_success
        asked = monotonic()
        crowd = await asyncio.gather(*(scene.register() for _ in range(CROWD)))
        assert all(answer.is_success or is_told_to_come_again(answer) for answer in crowd)
        assert monotonic() - asked < CROWD_SECONDS
        assert (await scene.probe("livez")).is_success
    await scene.recovers()
    assert scene.processes() == before, "nobody was started anew"
