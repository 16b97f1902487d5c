"""A file of invoices imported, from its start to the last `invoice.issued`, beside the bare append of as many events."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from time import perf_counter
from typing import Any

import asyncpg
from httpx import AsyncClient
from pydantic_core import to_json

import invoice.main
from invoice.imports.domain.job import CHUNK_BYTES
from invoice.settings import InvoiceSettings
from recoup_bench.append import BARE, row_of
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoices import NOW, issued
from recoup_cli.demo_creditor import BOLTS
from recoup_cli.services import NOWHERE
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports
from recoup_service.ids import new_id
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases

INVOICES = 50_000
CUSTOMERS = 5_000
TENANT = TenantId("bench")
SCOPES = ("creditors:write", "customers:write", "invoices:write", "payments:write")
IMPORTS = ("imports:read", "imports:write")
BATCH = 500
ROUNDS = 3


def customers() -> bytes:
    lines = (
        {
            "external_id": f"C-{number}",
            "name": f"Customer {number}",
            "kind": "entity",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
        }
        for number in range(CUSTOMERS)
    )
    return b"".join(to_json(line) + b"\n" for line in lines)


def invoices(turn: int, many: int = INVOICES) -> bytes:
    """Of every customer some, as they come: not one customer's after the other's."""
    lines = (
        {
            "customer_external_id": f"C-{number % CUSTOMERS}",
            "external_id": f"SO-{turn}-{number}",
            "number": f"2026-{turn}-{number:06}",
            "total": {"amount": f"{100 + number}.00", "currency": "EUR"},
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        for number in range(many)
    )
    return b"".join(to_json(line) + b"\n" for line in lines)


class Importer:
    """Sends a file and lets the loop of imports carry it out."""

    def __init__(self, erp: AsyncClient, effects: Effects[Any, Any]) -> None:
        self._erp = erp
        self._effects = effects

    async def bring(self, data: bytes, kind: str) -> float:
        """Seconds from its start to its end."""
        digest = hashlib.sha256(data).hexdigest()
        body = {"file_name": "bench", "format": "ndjson", "kind": kind, "sha256": digest}
        shown = (await self._erp.post("/v1/imports", json=body | {"size": len(data)})).json()
        for n in range(shown["chunks"]):
            chunk = data[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
            await self._erp.put(f"/v1/imports/{shown['id']}/chunks/{n}", content=chunk)
        began = perf_counter()
        await self._erp.post(f"/v1/imports/{shown['id']}/start")
        while await self._effects.step():
            pass
        took = perf_counter() - began
        ended = (await self._erp.get(f"/v1/imports/{shown['id']}")).json()
        assert ended["state"] == "completed", ended
        assert ended["counts"]["created"] == ended["counts"]["rows"], ended
        return took


@asynccontextmanager
async def importing(servers: Servers) -> AsyncIterator[tuple[Importer, str]]:
    async with AsyncExitStack() as stack:
        databases = Databases(servers.postgres)
        address = await stack.enter_async_context(databases.fresh(["recoup_service", "invoice"]))
        pools = await stack.enter_async_context(open_pools(address, name="bench"))
        service = invoice.main.build(
            InvoiceSettings.model_validate({**NOWHERE, "max_requests_per_key_per_second": 10**6})
        )
        runner, clock = service.command_runner(PostgresStore(pools), new_id), TurnedClock(NOW)
        reading, writing = reading_from(pools), writing_from(pools)
        scopes = (*SCOPES, *IMPORTS)
        asking = client_of(service, runner, clock, TENANT, scopes, reading, writing)
        erp = await stack.enter_async_context(asking)
        await erp.put("/v1/creditors/by/code/default", json=BOLTS)
        (sending,) = (each for each in service.sendings if each.decider.category == "import")
        effect = sending.effect(Ports(runner, clock, reading, writing))
        effects = Effects(runner, clock, "invoice", sending.decider, sending.timer, effect)
        importer = Importer(erp, effects)
        await importer.bring(customers(), "customer")
        yield importer, address


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    turns = count()
    async with importing(servers) as (importer, address), connected(address) as bare:

        async def bring() -> float:
            return INVOICES / await importer.bring(invoices(next(turns)), "invoice")

        async def append() -> float:
            return await appended(bare)

        yield [
            Figure(
                "import of 50,000 invoices",
                "invoices/s",
                Side("recoup", bring),
                [Side("asyncpg, the events alone", append)],
                [Goal(least=2_500)],
                rounds=ROUNDS,
            )
        ]


async def appended(bare: "asyncpg.Connection[Any]") -> float:
    """The same events and nothing else, in batches."""
    rows = [row_of(envelope) for envelope in issued(INVOICES)]
    began = perf_counter()
    for start in range(0, len(rows), BATCH):
        await bare.executemany(BARE, rows[start : start + BATCH])
    return INVOICES / (perf_counter() - began)
