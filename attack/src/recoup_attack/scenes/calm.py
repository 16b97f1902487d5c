"""Nobody attacks: what the honest tenant feels then is what the other scenes are held against."""

import asyncio

from recoup_attack.scene import Outcome, Scene
from recoup_attack.target import Target

SECONDS = 8.0


async def calm(_target: Target) -> Outcome:
    await asyncio.sleep(SECONDS)
    return Outcome("nothing")


SCENES = (Scene("calm", "calm", "nothing is done to anybody", calm, quick=True),)
