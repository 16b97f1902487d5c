"""While a ledger is played: read models are rebuilt, and a lost database is seeded from the feeds."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from recoup_cli.demo.performance import clock_form, perform, wind
from recoup_cli.demo.pieces import generated
from recoup_cli.demo_key import demo_key
from recoup_cli.ledger.generated import Parameters
from recoup_cli.stack import Stack, temporary_stack

pytestmark = pytest.mark.servers

PIECE = generated(7, Parameters(customers=10, invoices=30, days=35))
REBUILT = (
    ("workflow-scheduler", "chasing"),
    ("invoice", "receivables"),
    ("notification", "communications"),
)
LISTS = (
    ("workflow_scheduler", "enrolments"),
    ("invoice", "invoices"),
    ("notification", "messages"),
)
SEEDED = "workflow_scheduler"
VIEWS = ("debtor", "owed")
"""Those that follow what others say; the third follows own facts, which no feed brings back."""


def run(stack: Stack, service: str, *asked: str, **settings: str) -> None:
    part = next(part for part in stack.parts.services if part.name == service)
    command = [sys.executable, "-m", part.package, *asked]
    environment = {**os.environ, **part.environment(), **settings}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{service} {asked}: {done.stdout}{done.stderr}"


async def rebuild_and_roll_back(stack: Stack) -> None:
    for service, projection in REBUILT:
        for wish in ((), ("--rollback",), ("--drop",)):
            await asyncio.to_thread(run, stack, service, "rebuild", projection, *wish)


@asynccontextmanager
async def reading(stack: Stack) -> AsyncIterator[None]:
    """Somebody who looks at every list all the time, and never finds it shorter than before."""
    headers = {"Authorization": f"Bearer {await demo_key(stack)}"}
    stopping = asyncio.Event()

    async def read(package: str, path: str) -> None:
        seen = 0
        url = f"{stack.addresses.services[package].http}/v1/{path}"
        async with httpx.AsyncClient(headers=headers, timeout=30, trust_env=False) as http:
            while not stopping.is_set():
                answer = await http.get(url, params={"limit": 100})
                assert answer.status_code == httpx.codes.OK, answer.text
                assert len(answer.json()["data"]) >= seen, f"rows of {path} are gone"
                seen = len(answer.json()["data"])

    async with asyncio.TaskGroup() as group:
        for package, path in LISTS:
            group.create_task(read(package, path))
        yield
        stopping.set()


async def documents(database: str) -> Mapping[tuple[str, str, str], str]:
    """By account, view and id; as the worker, who may look across tenants."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("set role recoup_worker")
        rows = await connection.fetch(
            "select account, view, id, content from store.document where view = any($1)", VIEWS
        )
        return {(row["account"], row["view"], row["id"]): row["content"] for row in rows}
    finally:
        await connection.close()


def elsewhere(dsn: str) -> str:
    """The same roles, in a database that was made anew."""
    return urlsplit(dsn)._replace(path="/made_anew").geturl()


async def seeded(stack: Stack) -> str:
    """The address of a new database of the service, in which it has never run."""
    service = stack.addresses.services[SEEDED]
    admin = await asyncpg.connect(stack.addresses.servers.postgres)
    await admin.execute(f"create database made_anew owner recoup_{SEEDED}_owner")
    await admin.close()
    there = {
        "RECOUP_DATABASE": elsewhere(service.database),
        "RECOUP_MIGRATE_DATABASE": elsewhere(service.migrate_database),
    }
    feeds = [f"{name}={at.admin}" for name, at in stack.addresses.services.items()]
    name = SEEDED.replace("_", "-")
    await asyncio.to_thread(run, stack, name, "migrate", **there)
    await asyncio.to_thread(run, stack, name, "seed", *feeds, **there)
    return there["RECOUP_DATABASE"]


async def test_rebuilt_and_rolled_back_in_the_middle_of_a_play_and_seeded_after_it(
    tmp_path: Path,
) -> None:
    clock = tmp_path / "clock"
    wind(clock, PIECE.begin)
    half_way = asyncio.Event()

    def watch(_instant: datetime, happened: int) -> None:
        if happened > len(PIECE.entries) / 4:
            half_way.set()

    async with temporary_stack(clock=clock_form(clock)) as stack:
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(perform(stack, clock, PIECE, watch))
            await half_way.wait()
            async with reading(stack):
                await rebuild_and_roll_back(stack)
            assert not playing.done(), "the play was over before the rebuilds were"
        await rebuild_and_roll_back(stack)
        live = await documents(stack.addresses.services[SEEDED].database)
        assert live
        assert await documents(await seeded(stack)) == live
