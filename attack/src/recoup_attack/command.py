"""`make attack`: every scene against a running stack, or those that are named."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recoup_attack import report
from recoup_attack.api import Api, client
from recoup_attack.honest.tenant import remind_at_once
from recoup_attack.playing import attackers, play
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
    quick: Annotated[
        bool, typer.Option("--quick", help="The short ones, and being slow is no harm.")
    ] = False,
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
        played = asyncio.run(perform(chosen, home.resolve(), timed=not quick))
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


async def perform(scenes: Sequence[Scene], home: Path, *, timed: bool) -> Played:
    played: Played = []
    with attackers() as pool:
        async with running(home) as target:
            await _prepare(target)
            console.print(
                f"{len(scenes)} scenes against the stack in {home}; the attacker has a process of "
                f"its own, which gives way on these {os.cpu_count()} cores."
            )
            for scene in scenes:
                seen = await play(scene, target, pool)
                found = harms(seen, scene.takes, timed=timed)
                report.scene(console, scene, seen, found)
                played.append((scene, seen, found))
    return played


async def _prepare(target: Target) -> None:
    async with client() as http:
        for key in (target.victim, target.attacker):
            await remind_at_once(Api(http, target.apis, key))
