"""The time of the running stack: wait until all is done, or move a clock that stands still."""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated

import httpx
import typer
from rich.console import Console

from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.demo.replay import pass_time
from recoup_cli.stack import Stack, StackFailed, running_stack
from recoup_cli.stack.clocks import instant_of, stepped_file

app = typer.Typer()
console = Console(highlight=False)
STOP_AT_EVERY_MOMENT = timedelta()


@app.command()
def settle() -> None:
    """Wait until every service has done all there is to do now."""
    asyncio.run(_settle(running_stack()))
    console.print("All is done that there is to do now.")


@app.command()
def now(
    instant: Annotated[
        datetime, typer.Argument(parser=instant_of, metavar="INSTANT", help="2026-01-05T09:00Z")
    ],
) -> None:
    """Move a clock that stands still, stopping wherever something is due; then wait as settle does."""
    stack = running_stack()
    file = stepped_file(stack.clock)
    if file is None:
        raise StackFailed(
            f"The clock of this stack ({stack.clock}) moves by itself: only one that stands still "
            "can be moved. Start one with `recoup up --at 2026-01-05T08:00Z`."
        )
    if (stands := instant_of(file.read_text())) > instant:
        raise StackFailed(
            f"It is {stands.isoformat()} in this stack, and time never goes back: name a later moment."
        )
    asyncio.run(_move(stack, instant))
    console.print(f"It is {instant.isoformat()}, and all is done that was due by then.")


async def _settle(stack: Stack) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        await _driver(stack, http).settle()


async def _move(stack: Stack, instant: datetime) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        driver = _driver(stack, http)
        await pass_time(instant, driver, STOP_AT_EVERY_MOMENT)
        await driver.settle()


def _driver(stack: Stack, http: httpx.AsyncClient) -> ClockDriver:
    admins = [service.admin for service in stack.addresses.services.values()]
    return ClockDriver(stepped_file(stack.clock) or stack.home.clock, admins, http)
