"""How a process is killed or suspended, and who of its family goes with it; or gets into trouble."""

import asyncio
import signal
from contextlib import suppress

import psutil

from recoup_chaos.faults import Fault, Kind
from recoup_chaos.readiness import all_ready
from recoup_cli.stack import Stack
from recoup_testing.outages.postgresql import full_disk, read_only


async def deal(stack: Stack, fault: Fault) -> None:
    """Strike, and see to it that the victim runs again; returns when it says that it is ready.

    A kill takes the process alone: PostgreSQL's children see their postmaster die and go, as they
    would on any machine. Who is suspended sleeps with all its children, and is killed with them.
    """
    match fault.kind:
        case Kind.READ_ONLY:
            async with read_only(stack):
                await asyncio.sleep(fault.pause_seconds)
        case Kind.DISK_FULL:
            async with full_disk(stack):
                await asyncio.sleep(fault.pause_seconds)
        case Kind.FAILOVER:
            await _fail_over(stack)
        case _:
            await _strike(stack, fault)


async def _fail_over(stack: Stack) -> None:
    """And back, so that the next blow finds PostgreSQL where it was."""
    await stack.follow()
    await stack.fail_over()
    await all_ready(stack)
    await stack.fail_back()


async def _strike(stack: Stack, fault: Fault) -> None:
    found = stack.supervisor.find(fault.victim)
    assert found is not None, f"{fault.victim} does not run, so nobody can strike it"
    if fault.kind is Kind.KILL:
        _send([found], signal.SIGKILL)
    else:
        family = [found, *found.children(recursive=True)]
        _send(family, signal.SIGSTOP)
        await asyncio.sleep(fault.pause_seconds)
        _send(family, signal.SIGKILL if fault.kind.kills else signal.SIGCONT)
    if fault.kind.kills:
        await stack.restart(fault.victim)


def _send(family: list[psutil.Process], number: signal.Signals) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess):  # it ended by itself
            process.send_signal(number)
