"""A service that starts while PostgreSQL is in trouble waits, says why, and opens when it can."""

from functools import partial

import httpx
import pytest

from recoup_cli.stack import Stack
from recoup_testing.loops import eventually
from recoup_testing.outages.postgresql import TROUBLES, Trouble
from recoup_testing.outages.scene import SERVICE, Scene

pytestmark = pytest.mark.servers
CLOSED = [trouble for trouble in TROUBLES if trouble.recorded is not None and not trouble.readable]


@pytest.mark.parametrize("trouble", CLOSED, ids=lambda trouble: trouble.name)
async def test_it_waits_and_says_why(scene: Scene, trouble: Trouble) -> None:
    stack = scene.e2e.stack
    await scene.recovers()
    async with trouble.during(stack):
        started = await _started_anew(stack)

        async def explained() -> bool:
            return (trouble.recorded or "") in (await scene.said_if_reached() or "nothing yet")

        await eventually(explained)
        assert scene.processes().count(started) == 1
    await eventually(partial(_opened, scene))
    await scene.recovers()
    assert scene.processes().count(started) == 1, "it was not started anew"


async def _opened(scene: Scene) -> bool:
    """Its public port opens last."""
    try:
        return (await scene.register()).is_success
    except httpx.ConnectError:
        return False


async def _started_anew(stack: Stack) -> int:
    part = stack.parts.named(SERVICE)
    await stack.supervisor.stop(part)
    return stack.supervisor.spawn(part)
