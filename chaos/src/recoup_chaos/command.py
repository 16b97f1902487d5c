"""`make chaos`: a ledger undisturbed, then the same ledger under one round of faults after the other."""

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from recoup_chaos import report
from recoup_chaos.checks import verdict
from recoup_chaos.comparison import Comparison, Run
from recoup_chaos.faults import Fault, Kind, rounds
from recoup_chaos.injector import Recovery
from recoup_chaos.run import run_ledger
from recoup_cli.demo.scenarios import Scenario, generated
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
    runs: Annotated[int, typer.Option(help="Into how many runs the faults are divided.")] = 4,
) -> None:
    """Kill and suspend every process while a ledger is played; fails on any violation."""
    scenario = generated(seed, LEDGER)
    rounds_of_faults = rounds(seed, kills, runs, troubles=_troubles())
    try:
        recoveries, violations = asyncio.run(_storms(scenario, rounds_of_faults))
    except StackFailed as failure:
        console.print(f"A service did not recover: {failure}", markup=False)
        raise typer.Exit(1) from failure
    console.print(report.table(recoveries))
    killed = sum(each.fault.kind.kills for each in recoveries)
    suspended = sum(each.fault.kind.suspends for each in recoveries)
    others = len(recoveries) - killed - suspended
    console.print(f"seed {seed}: {killed} kills, {suspended} suspensions, ", end="")
    console.print(f"{others} other troubles of PostgreSQL; ", end="")
    missed = sum(map(len, rounds_of_faults)) - len(recoveries)
    if missed or violations:
        console.print(f"{violations} violations, {missed} faults that were never injected")
        raise typer.Exit(1)
    console.print("nothing lost, doubled or inverted")


def _troubles() -> list[Kind]:
    """A disk that is full is one of its own, and mounting one needs root."""
    if os.geteuid() == 0:
        return [Kind.READ_ONLY, Kind.FAILOVER, Kind.DISK_FULL]
    console.print("PostgreSQL's disk is never full in these runs: mounting a small one needs root.")
    return [Kind.READ_ONLY, Kind.FAILOVER]


async def _storms(
    scenario: Scenario, rounds_of_faults: Sequence[Sequence[Fault]]
) -> tuple[list[Recovery], int]:
    console.print(f"Undisturbed: {len(scenario.entries)} entries of a ledger.")
    evidence, calm = await run_ledger(scenario, (), 0, _no_faults)
    undisturbed = Run(evidence)
    recoveries: list[Recovery] = []
    violations = _judged(Comparison(undisturbed, undisturbed))
    for number, faults in enumerate(rounds_of_faults, start=1):
        console.print(f"Round {number} of {len(rounds_of_faults)}: {len(faults)} faults.")
        evidence, injector = await run_ledger(
            scenario, faults, calm.ticks, partial(report.recovery, console)
        )
        recoveries += injector.recoveries
        violations += _judged(Comparison(Run(evidence), undisturbed))
    return recoveries, violations


def _judged(comparison: Comparison) -> int:
    found = verdict(comparison)
    report.verdict(console, found)
    report.overtaken(console, comparison.overtaken)
    return sum(map(len, found.values()))


def _no_faults(_felt: Recovery) -> None:
    """Nobody strikes."""
