"""Nobody attacks: what the honest tenant feels then is what the other scenes are held against."""

import asyncio

from recoup_attack.scene import Outcome, Scene
from recoup_attack.target import Target


async def calm(target: Target) -> Outcome:
    await asyncio.sleep(target.seconds)
    return Outcome("nothing")


SCENES = (Scene("calm", "calm", "nothing is done to anybody", calm),)
