"""How a process is killed or suspended, and who of its family goes with it."""

import asyncio
import signal
from contextlib import suppress

import psutil

from recoup_chaos.faults import Fault, Kind
from recoup_cli.stack import Stack


async def deal(stack: Stack, fault: Fault) -> None:
    """Strike, and see to it that the victim runs again; returns when it says that it is ready.

    A kill takes the process alone: PostgreSQL's children see their postmaster die and go, as they
    would on any machine. Who is suspended sleeps with all its children, and is killed with them.
    """
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
