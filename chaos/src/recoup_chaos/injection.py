"""How a process is killed, suspended or gets into trouble, and when all are ready again."""

import asyncio
import signal
from contextlib import suppress

import httpx
import psutil

from recoup_chaos.faults import Fault, Kind
from recoup_cli.stack import Stack, StackFailed
from recoup_testing.outages.postgresql import full_disk, read_only


async def inject(stack: Stack, fault: Fault) -> None:
    """Strike, and see to it that the victim runs again; returns when it says that it is ready.

    A kill takes the process alone: PostgreSQL's children see their postmaster die and go, as they
    would on any machine. Who is suspended is so with all its children, and is killed with them.
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
    """And back, so that the next fault finds PostgreSQL where it was."""
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


PATIENCE_SECONDS = 120.0


_POLL_SECONDS = 0.05


async def all_ready(stack: Stack) -> None:
    """Wait for it; nobody does anything for them."""
    admins = [service.admin for service in stack.addresses.services.values()]
    async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.gather(*(_until_ready(http, admin) for admin in admins))
        except TimeoutError:
            raise StackFailed(
                f"After {PATIENCE_SECONDS:.0f} s not every service is ready again by itself: "
                f"look into {stack.home.logs}."
            ) from None


async def _until_ready(http: httpx.AsyncClient, admin: str) -> None:
    while not await _is_ready(http, admin):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(_POLL_SECONDS)


async def _is_ready(http: httpx.AsyncClient, admin: str) -> bool:
    try:
        return (await http.get(f"{admin}/readyz")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
