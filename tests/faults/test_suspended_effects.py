"""Who may perform an effect is decided by who lives, not by how much time has passed."""

import pytest

from recoup_testing.faults.crashing_worker import suspended
from recoup_testing.faults.trial import Places
from recoup_testing.faults.trials import PERFORMING
from recoup_testing.faults.trials.effects import BELLS, effects
from recoup_testing.loops import drained

pytestmark = pytest.mark.servers
ABOUT_TO = "after transaction.commit, before effect.perform"


async def test_when_a_suspended_holder_dies_one_other_performs_what_it_held(
    places: Places,
) -> None:
    async with (
        places(PERFORMING) as at,
        at.command_runner() as command_runner,
        at.command_runner() as third,
    ):
        async with suspended(PERFORMING, at, ABOUT_TO) as holder:
            for other in (command_runner, third):
                assert await effects(at, other).step() == 0
            assert at.performed() == []
            holder.kill()
            await holder.death()
        await drained(effects(at, command_runner))
        assert await effects(at, third).step() == 0
        assert sorted(at.performed()) == BELLS
        await PERFORMING.then(at)
