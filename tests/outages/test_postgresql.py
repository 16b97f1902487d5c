"""Whatever trouble PostgreSQL is in, requests are told to come again, and all goes on by itself."""

import asyncio

import pytest

from recoup_testing.loops import eventually
from recoup_testing.outages.postgresql import TROUBLES, Trouble
from recoup_testing.outages.scene import Scene, is_told_to_come_again

pytestmark = pytest.mark.servers
CROWD = 30
"""If they waited for the server one after another, the client would give up on the last of them."""


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_a_write_is_told_to_come_again_and_done_when_it_can_be(
    scene: Scene, trouble: Trouble
) -> None:
    await scene.recovers()
    before = scene.processes()
    async with trouble.during(scene.e2e.stack):

        async def refused() -> bool:
            return is_told_to_come_again(await scene.register())

        async def explained() -> bool:
            await scene.register()
            found = await scene.recorded()
            return trouble.recorded is None or (found != "" and trouble.recorded in found)

        await eventually(refused)
        await eventually(explained)
        if trouble.readable:
            assert (await scene.read()).is_success
            assert (await scene.probe("readyz")).is_success
        crowd = await asyncio.gather(*(scene.register() for _ in range(CROWD)))
        assert all(answer.is_success or is_told_to_come_again(answer) for answer in crowd)
        assert (await scene.probe("livez")).is_success
    await scene.recovers()
    assert scene.processes() == before, "nobody was started anew"
