"""`make chaos`: a ledger undisturbed, then the same ledger under one storm after the other."""

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from recoup_chaos import report
from recoup_chaos.checks.checker import verdict
from recoup_chaos.checks.comparison import Comparison
from recoup_chaos.checks.plays import Play
from recoup_chaos.faults import Fault, Kind, rounds
from recoup_chaos.rehearsal import rehearse
from recoup_chaos.storm import Felt
from recoup_cli.demo.scenarios import Piece, generated
from recoup_cli.ledger.generated import Parameters
from recoup_cli.stack import StackFailed

app = typer.Typer()
console = Console(highlight=False, soft_wrap=True)
LEDGER = Parameters(customers=16, invoices=80, opening=30, days=60)
"""Small enough to be played five times, large enough that something is always under way."""


@app.command()
def chaos(
    *,
    seed: Annotated[int, typer.Option(help="The same seed gives the same schedule.")] = 1,
    kills: Annotated[int, typer.Option(help="How many processes are killed in all.")] = 42,
    plays: Annotated[int, typer.Option(help="Into how many plays the storm is divided.")] = 4,
) -> None:
    """Kill and suspend every process while a ledger is played; fails on any violation."""
    piece = generated(seed, LEDGER)
    storms = rounds(seed, kills, plays, troubles=_troubles())
    try:
        felt, violations = asyncio.run(_storms(piece, storms))
    except StackFailed as failure:
        console.print(f"Somebody did not come back: {failure}", markup=False)
        raise typer.Exit(1) from failure
    console.print(report.table(felt))
    killed = sum(each.fault.kind.kills for each in felt)
    suspended = sum(each.fault.kind.suspends for each in felt)
    others = len(felt) - killed - suspended
    console.print(f"seed {seed}: {killed} kills, {suspended} suspensions, ", end="")
    console.print(f"{others} other troubles of PostgreSQL; ", end="")
    missed = sum(map(len, storms)) - len(felt)
    if missed or violations:
        console.print(f"{violations} violations, {missed} blows that never fell")
        raise typer.Exit(1)
    console.print("nothing lost, doubled or inverted")


def _troubles() -> list[Kind]:
    """A disk that is full is one of its own, and mounting one needs root."""
    if os.geteuid() == 0:
        return [Kind.READ_ONLY, Kind.FAILOVER, Kind.DISK_FULL]
    console.print(
        "PostgreSQL's disk is never full in these storms: mounting a small one needs root."
    )
    return [Kind.READ_ONLY, Kind.FAILOVER]


async def _storms(piece: Piece, storms: Sequence[Sequence[Fault]]) -> tuple[list[Felt], int]:
    console.print(f"Undisturbed: {len(piece.entries)} entries of a ledger.")
    evidence, calm = await rehearse(piece, (), 0, _unfelt)
    undisturbed = Play(evidence)
    felt: list[Felt] = []
    violations = _judged(Comparison(undisturbed, undisturbed))
    for number, faults in enumerate(storms, start=1):
        console.print(f"Storm {number} of {len(storms)}: {len(faults)} blows.")
        evidence, storm = await rehearse(piece, faults, calm.beats, partial(report.blow, console))
        felt += storm.felt
        violations += _judged(Comparison(Play(evidence), undisturbed))
    return felt, violations


def _judged(comparison: Comparison) -> int:
    found = verdict(comparison)
    report.verdict(console, found)
    report.overtaken(console, comparison.overtaken)
    return sum(map(len, found.values()))


def _unfelt(_felt: Felt) -> None:
    """Nobody strikes."""
