"""A file is imported: whatever moment it is left at, each of its rows is put once."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256

from httpx import AsyncClient

from invoice.imports.domain.job import IMPORT, STEP
from invoice.imports.senders import importing
from invoice.main import IMPORTABLE, build
from recoup_cli.demo_creditor import BOLTS
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports, Reading
from recoup_service.ids import new_id
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import NOON
from recoup_testing.faults.fold import recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.fuzzing.things import CUSTOMER, INVOICE
from recoup_testing.loops import drained

ACME = TenantId("acme")
EACH = 3
THINGS = ("creditors", "imports", "customers", "invoices", "payments")
SCOPES = [f"{thing}:{may}" for thing in THINGS for may in ("read", "write")]


@cache
def _service() -> Service:
    return build(NOWHERE)


def file() -> bytes:
    """Customers, and an invoice to each of them."""
    rows = [
        row
        for n in range(EACH)
        for row in (
            {**CUSTOMER, "type": "customer", "external_id": f"C-{n}"},
            {
                **INVOICE,
                "type": "invoice",
                "customer_external_id": f"C-{n}",
                "external_id": f"SO-{n}",
                "number": f"No {n}",
            },
        )
    ]
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


class Importing:
    """All or nothing, so that it is read, checked and applied."""

    needs_topic = False
    packages = ("recoup_service", "invoice")

    async def given(self, at: Place) -> None:
        data = file()
        body = {
            "file_name": "ledger.ndjson",
            "format": "ndjson",
            "size": len(data),
            "sha256": sha256(data).hexdigest(),
            "all_or_nothing": True,
        }
        async with self._erp(at) as erp:
            await erp.put("/v1/creditors/by/code/default", json=BOLTS)
            job = (await erp.post("/v1/imports", json=body)).json()
            path = f"/v1/imports/{job['id']}"
            await erp.put(f"{path}/chunks/0", content=data)
            assert (await erp.post(f"{path}/start")).is_success

    async def work(self, at: Place, line: Line) -> None:
        async with at.pools() as pools:
            store = watched(PostgresStore(pools), "store", line)
            runner, clock = _service().command_runner(store, new_id), TurnedClock(NOON)
            reading = _announced(reading_from(pools), "reading", line)
            writing = _announced(writing_from(pools), "writing", line)
            effect = importing(*IMPORTABLE)(Ports(runner, clock, reading, writing))
            each = watched(effect, "effect", line)
            await drained(Effects(runner, clock, "invoice", IMPORT, STEP, each))

    async def then(self, at: Place) -> None:
        async with at.pools() as pools:
            found = await recorded_by(_service().command_runner(PostgresStore(pools), new_id))
        (job,) = {each.stream.id for each in found if each.stream.category == "import"}
        kinds = Counter(type(each.event) for each in found)
        assert (kinds[CustomerRegistered], kinds[InvoiceIssued]) == (EACH, EACH)
        async with self._erp(at) as erp:
            shown = (await erp.get(f"/v1/imports/{job}")).json()
            rows = (await erp.get(f"/v1/imports/{job}/rows")).text.splitlines()
        assert (shown["state"], shown["counts"]["rows"]) == ("completed", 2 * EACH)
        assert {json.loads(row)["outcome"] for row in rows} <= {"created", "unchanged"}

    @asynccontextmanager
    async def _erp(self, at: Place) -> AsyncIterator[AsyncClient]:
        service = _service()
        async with at.pools() as pools:
            runner = service.command_runner(PostgresStore(pools), new_id)
            ways = reading_from(pools), writing_from(pools)
            async with client_of(service, runner, TurnedClock(NOON), ACME, SCOPES, *ways) as erp:
                yield erp


def _announced(opening: Reading, name: str, line: Line) -> Reading:
    @asynccontextmanager
    async def opened(tenant: TenantId) -> AsyncIterator[Connection]:
        line.reach(f"{name}.begin")
        async with opening(tenant) as connection:
            yield connection
            line.reach(f"{name}.commit")

    return opened
