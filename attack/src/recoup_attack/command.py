"""`make attack`: every scene against a running stack, or those that are named."""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recoup_attack import report
from recoup_attack.api import Api, client
from recoup_attack.honest.tenant import register_creditor, remind_at_once
from recoup_attack.playing import attackers, play, warm_up
from recoup_attack.scene import Scene
from recoup_attack.scenes import SCENES
from recoup_attack.stack import CommandFailed, running
from recoup_attack.target import Target
from recoup_attack.verdict import Observed, harms

app = typer.Typer()
console = Console(highlight=False, soft_wrap=True)
Played = list[tuple[Scene, Observed, Sequence[str]]]


@app.command()
def attack(
    names: Annotated[
        list[str] | None, typer.Argument(help="Scenes, or groups of them; all of them if none.")
    ] = None,
    *,
    listed: Annotated[
        bool, typer.Option("--list", help="Only say which scenes there are.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Only the short ones.")] = False,
    untimed: Annotated[
        bool, typer.Option("--untimed", help="Being slow is no harm: others use this machine.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(min=1, help="For how long a scene goes on that could for ever.")
    ] = 8.0,
    home: Annotated[
        Path, typer.Option(envvar="RECOUP_ATTACK_HOME", help="Where its stack lives meanwhile.")
    ] = Path(".recoup/attack"),
) -> None:
    """Attack a stack of its own, and measure what a second tenant feels; fails on any harm."""
    chosen = chosen_of(names or [], quick=quick)
    if listed:
        for scene in chosen:
            console.print(f"{scene.name:<24} {scene.what}", markup=False)
        return
    try:
        played = asyncio.run(judge(chosen, home.resolve(), seconds=seconds, timed=not untimed))
    except CommandFailed as failure:
        console.print(f"{failure}", markup=False)
        raise typer.Exit(1) from failure
    console.print(report.table(played))
    harmed = [scene.name for scene, _, found in played if found]
    console.print(
        f"{len(played)} scenes; "
        + (f"harm in {len(harmed)}: {' '.join(harmed)}" if harmed else "no harm in any")
    )
    if harmed:
        raise typer.Exit(1)


def chosen_of(names: Sequence[str], *, quick: bool) -> list[Scene]:
    """Those of these names or groups, in the order they are played in."""
    known = {word for scene in SCENES for word in (scene.name, scene.group)}
    if unknown := set(names) - known:
        raise typer.BadParameter(f"no such scene: {', '.join(sorted(unknown))}; see --list")
    return [
        scene
        for scene in SCENES
        if (not names or {scene.name, scene.group} & set(names)) and (scene.quick or not quick)
    ]


async def judge(scenes: Sequence[Scene], home: Path, *, seconds: float, timed: bool) -> Played:
    """What was slow, and nothing else, is played once more: a busy moment of the machine is no harm."""
    played = await perform(scenes, home, seconds=seconds, timed=timed)
    slow = [
        scene
        for scene, seen, found in played
        if found and not harms(seen, scene.takes, timed=False)
    ]
    if not slow:
        return played
    console.print(
        f"Slow, and played again on a fresh stack: {' '.join(each.name for each in slow)}"
    )
    again = {each[0].name: each for each in await perform(slow, home, seconds=seconds, timed=timed)}
    return [again.get(each[0].name, each) for each in played]


async def perform(scenes: Sequence[Scene], home: Path, *, seconds: float, timed: bool) -> Played:
    console.print(
        f"{len(scenes)} scenes against the stack in {home}; the attacker has a process of its own, "
        f"which gives way on these {os.cpu_count()} cores."
    )
    played: Played = []
    left = deque(scenes)
    with attackers() as pool:
        while left:
            async with running(home, seconds) as target:
                await _prepare(target)
                usable = True
                while left and usable:
                    played.append(await _played(left.popleft(), target, pool, timed=timed))
                    usable = played[-1][1].recovered_seconds is not None
    return played


async def _played(
    scene: Scene, target: Target, pool: Executor, *, timed: bool
) -> tuple[Scene, Observed, Sequence[str]]:
    seen = await play(scene, target, pool)
    found = harms(seen, scene.takes, timed=timed)
    report.scene(console, scene, seen, found)
    return scene, seen, found


async def _prepare(target: Target) -> None:
    """Both tenants have their workflow, and what is slow the first time has happened."""
    async with client() as http:
        for key in (target.victim, target.attacker):
            api = Api(http, target.apis, key)
            await register_creditor(api)
            await remind_at_once(api)
        await warm_up(Api(http, target.apis, target.victim), target.seconds / 2)
