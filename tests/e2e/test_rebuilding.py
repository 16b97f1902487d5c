"""Read models are rebuilt while a ledger is played on the real stack, by roles without spare rights."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from recoup_cli.demo.run import perform
from recoup_cli.demo.scenarios import generated
from recoup_cli.demo_key import demo_key
from recoup_cli.ledger.generated import Parameters
from recoup_cli.stack import Stack, temporary_stack
from recoup_cli.stack.clocks import stepped, wind

pytestmark = pytest.mark.servers

SCENARIO = generated(7, Parameters(customers=8, invoices=20, days=24))
CHASING = ("workflow-scheduler", "chasing")
OTHERS = (
    ("invoice", "receivables"),
    ("notification", "communications"),
    ("dispute", "disputes"),
    ("payment-plan", "plans"),
)


def run(stack: Stack, service: str, *asked: str) -> None:
    part = next(part for part in stack.parts.services if part.name == service)
    command = [sys.executable, "-m", part.package, *asked]
    environment = {**os.environ, **part.owner_environment()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{service} {asked}: {done.stdout}{done.stderr}"


@asynccontextmanager
async def reading(stack: Stack) -> AsyncIterator[None]:
    """Somebody who looks at a list all the time, and never finds it shorter than before."""
    headers = {"Authorization": f"Bearer {await demo_key(stack)}"}
    stopping = asyncio.Event()

    async def read() -> None:
        seen = 0
        url = f"{stack.addresses.services['workflow_scheduler'].http}/v1/enrolments"
        async with httpx.AsyncClient(headers=headers, timeout=30, trust_env=False) as http:
            while not stopping.is_set():
                answer = await http.get(url, params={"limit": 100})
                assert answer.status_code == httpx.codes.OK, answer.text
                assert len(answer.json()["data"]) >= seen, "rows are gone"
                seen = len(answer.json()["data"])
        assert seen > 0

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        yield
        stopping.set()


async def test_lists_are_rebuilt_and_rolled_back_in_the_middle_of_a_play(
    tmp_path: Path,
) -> None:
    clock = tmp_path / "clock"
    wind(clock, SCENARIO.begin)
    under_way = asyncio.Event()

    def watch(_instant: datetime, happened: int) -> None:
        if happened > len(SCENARIO.entries) / 4:
            under_way.set()

    async with temporary_stack(clock=stepped(clock)) as stack:
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(perform(stack, clock, SCENARIO, watch))
            await under_way.wait()
            async with reading(stack):
                await asyncio.to_thread(run, stack, CHASING[0], "rebuild", CHASING[1])
                assert not playing.done(), "there was nothing to be beside"
                await asyncio.to_thread(run, stack, CHASING[0], "rebuild", CHASING[1], "--rollback")
                await asyncio.to_thread(run, stack, CHASING[0], "rebuild", CHASING[1], "--drop")
        for service, projection in (CHASING, *OTHERS):
            await asyncio.to_thread(run, stack, service, "rebuild", projection)
