"""Imports over PostgreSQL, and the ERP that sends files."""

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.imports.domain.job import CHUNK_BYTES
from recoup_cli.demo_creditor import BOLTS as BOLTS_CREDITOR
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.read_models import pools_of

Shown = dict[str, Any]
THINGS = ("creditors", "customers", "invoices", "payments", "imports")


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with pools_of(databases, "invoice") as pools:
        yield pools


@pytest.fixture
def store(pools: Pools) -> Store:
    return PostgresStore(pools)


@pytest.fixture
def reading(pools: Pools) -> Reading:
    return reading_from(pools)


@pytest.fixture
async def erp(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    pools: Pools,
) -> AsyncIterator[AsyncClient]:
    scopes = [f"{thing}:{may}" for thing in THINGS for may in ("read", "write")]
    tenant, writing = TenantId("acme"), writing_from(pools)
    async with client_of(
        service, command_runner, clock, tenant, scopes, reading, writing
    ) as client:
        await client.put("/v1/creditors/by/code/default", json=BOLTS_CREDITOR)
        yield client


@pytest.fixture
def effect(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    pools: Pools,
) -> Effects[Any, Any]:
    """The loop that carries imports out."""
    ports = Ports(command_runner, clock, reading, writing_from(pools))
    (sending,) = [each for each in service.sendings if each.decider.category == "import"]
    effect = sending.effect(ports)
    return Effects(command_runner, clock, "invoice", sending.decider, sending.timer, effect)


@pytest.fixture
def announce(erp: AsyncClient) -> Callable[..., Awaitable[Shown]]:
    """Announce a file and send its chunks."""

    async def announced(data: bytes, **wishes: Any) -> Shown:
        digest = hashlib.sha256(data).hexdigest()
        body = {"file_name": "file", "format": "ndjson", "size": len(data), "sha256": digest}
        answer = await erp.post("/v1/imports", json=body | wishes)
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        if shown["state"] == "receiving":
            for n in range(shown["chunks"]):
                chunk = data[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
                put = await erp.put(f"/v1/imports/{shown['id']}/chunks/{n}", content=chunk)
                assert put.is_success, put.text
        return shown

    return announced


@pytest.fixture
def finish(erp: AsyncClient, effect: Effects[Any, Any]) -> Callable[..., Awaitable[Shown]]:
    """Let an import go on to its end."""

    async def finished(id: str) -> Shown:
        while await effect.step():
            pass
        shown: Shown = (await erp.get(f"/v1/imports/{id}")).json()
        return shown

    return finished


@pytest.fixture
def bring(
    erp: AsyncClient,
    announce: Callable[..., Awaitable[Shown]],
    finish: Callable[..., Awaitable[Shown]],
) -> Callable[..., Awaitable[tuple[Shown, list[Shown]]]]:
    """Import a file: the job at its end, and what became of its rows."""

    async def brought(data: bytes | list[Shown], **wishes: Any) -> tuple[Shown, list[Shown]]:
        content = data if isinstance(data, bytes) else _lines(data)
        shown = await announce(content, **wishes)
        started = await erp.post(f"/v1/imports/{shown['id']}/start")
        assert started.is_success, started.text
        job = await finish(shown["id"])
        rows = (await erp.get(f"/v1/imports/{shown['id']}/rows")).text
        return job, [json.loads(line) for line in rows.splitlines()]

    return brought


def _lines(things: list[Shown]) -> bytes:
    return "".join(json.dumps(thing) + "\n" for thing in things).encode()
