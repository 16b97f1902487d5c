"""Plays one scene: an attack in a process of its own, while the honest tenant works and measures."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import httpx

from recoup_attack.api import Api, Refused, client
from recoup_attack.honest.canaries import Canaries
from recoup_attack.honest.load import Load, Wrong
from recoup_attack.honest.tenant import debtors, differences
from recoup_attack.scene import Outcome, Scene
from recoup_attack.target import Process, Service, Target
from recoup_attack.verdict import Observed

PATIENCE_SECONDS = 60.0
"""How long a stack may take to come back by itself."""
CALM_SECONDS = 1.0
"""Of work before the attack, and after it."""
POLL_SECONDS = 1.0
NICE = 10
Differences = Callable[[], Awaitable[list[str]]]


def attackers() -> Executor:
    """A process that gives way: the machine is the victim's too, and no attacker has that."""
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=os.nice, initargs=(NICE,))


async def play(scene: Scene, target: Target, pool: Executor) -> Observed:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    before = {name: process.mebibytes for name, process in target.processes.items()}
    async with client() as http:
        api = Api(http, target.apis, target.victim)
        known = await debtors(api, scene.name)
        load = Load(api, scene.name, known, Random(scene.name))
        canaries = Canaries(api, scene.name, target.mail)

        async def wrong() -> list[str]:
            """What is not right now; asked in the order in which it can come right."""
            return (
                await _not_ready(http, target.services)
                or await differences(api, known)
                or await canaries.differences()
            )

        async with asyncio.TaskGroup() as working:
            working.create_task(load.run(stopping))
            await asyncio.sleep(CALM_SECONDS)
            sent = asyncio.create_task(canaries.send())
            outcome = await loop.run_in_executor(pool, _attacked, scene.attack, target)
            ended = loop.time()
            await asyncio.sleep(CALM_SECONDS)
            stopping.set()
        still_wrong = await _until_right(load, sent, wrong)
        recovered = loop.time() - ended
    return Observed(
        outcome=outcome,
        answered=load.answered,
        recovered_seconds=None if still_wrong else recovered,
        still_wrong=still_wrong,
        dead=[name for name, process in target.processes.items() if not process.lives],
        growth=_growth(before, target.processes),
    )


async def warm_up(api: Api, seconds: float) -> None:
    """Some work that nobody measures: pools fill, and code is run for the first time."""
    known = await debtors(api, "warm-up")
    load, stopping = Load(api, "warm-up", known, Random("warm-up")), asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stopping.set)
    await load.run(stopping)


def _attacked(attack: Callable[[Target], Awaitable[Outcome]], target: Target) -> Outcome:
    async def attacked() -> Outcome:
        return await attack(target)

    return asyncio.run(attacked())


async def _until_right(load: Load, sent: asyncio.Task[None], wrong: Differences) -> list[str]:
    """What is still wrong when patience ends; nobody does anything but wait and ask."""
    found = ["nothing was asked yet"]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = ["a request is still not answered"]
            await load.ask_again()
            found = ["the canaries were not taken"]
            await sent
            while found := await wrong():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        sent.cancel()
    except (Wrong, Refused) as error:
        return [str(error)]
    return found


async def _not_ready(http: httpx.AsyncClient, services: Mapping[str, Service]) -> list[str]:
    found = []
    for name, service in services.items():
        try:
            answer = await http.get(f"{service.admin}/readyz")
        except httpx.TransportError as error:
            found.append(f"{name} does not say whether it is ready: {type(error).__name__}")
            continue
        if not answer.is_success:
            found.append(f"{name} is not ready: {answer.text[:200]}")
    return found


def _growth(before: Mapping[str, int], processes: Mapping[str, Process]) -> dict[str, int]:
    return {name: processes[name].mebibytes - size for name, size in before.items()}
