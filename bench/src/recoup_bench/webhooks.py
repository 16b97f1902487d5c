"""Webhooks to endpoints a fifth of which hang: how many a second, and how long an event takes."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from uuid import UUID

import httpx

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.logs import warnings_alone
from recoup_cli.services import NOWHERE
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoicePaid
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_service.clock import SystemClock
from recoup_service.ids import new_id
from recoup_service.own_loop import OwnLoop
from recoup_service.service import Background, Service
from recoup_testing.clients import client_of
from recoup_testing.databases import Databases
from recoup_testing.deliver import receive
from recoup_testing.loops import running
from webhook.main import build
from webhook.settings import WebhookSettings

ENDPOINTS, HANGING = 100, 20
HEALTHY = ENDPOINTS - HANGING
BURST = 50
"""Events at once: four thousand deliveries to endpoints that answer."""
PACED, PAUSE_SECONDS = 25, 0.2
ACME = TenantId("acme")
HERE = {"webhook_plain_http": True, "webhook_networks": "127.0.0.0/8"}


@dataclass(frozen=True, slots=True)
class Scene:
    service: Service
    runner: CommandRunner
    pools: Pools
    receiver: httpx.AsyncClient

    async def says(self, number: int) -> None:
        paid = InvoicePaid(
            invoice_id=InvoiceId(str(number)),
            customer_id=CustomerId("cus_1"),
            paid_on=date(2026, 1, 5),
        )
        cause = Cause(datetime.now(UTC), "key:bench", UUID(int=7))
        await receive(self.service, self.runner, Account(ACME, "cus_1"), cause, paid)

    async def arrived(self, count: int) -> Sequence[tuple[str, float]]:
        """Which event arrived when, once so many have."""
        while True:
            found = (await self.receiver.get("/report")).json()
            if len(found) >= count:
                return [(number, at) for number, at in found]
            await asyncio.sleep(0.02)

    async def forget(self) -> None:
        await self.receiver.get("/forget")

    async def a_second(self) -> float:
        await self.forget()
        for number in range(BURST):
            await self.says(number)
        began = monotonic()
        async with running(*self._sending()):
            last = max(at for _, at in await self.arrived(BURST * HEALTHY))
        return BURST * HEALTHY / (last - began)

    async def slowest(self) -> float:
        """Of a hundred, the slowest but one, in seconds from the event's commit."""
        await self.forget()
        recorded = {}
        async with running(*self._sending()):
            for number in range(PACED):
                await self.says(number)
                recorded[str(number)] = monotonic()
                await asyncio.sleep(PAUSE_SECONDS)
            arrived = await self.arrived(PACED * HEALTHY)
        waits = sorted(at - recorded[number] for number, at in arrived)
        return waits[len(waits) * 99 // 100]

    def _sending(self) -> Sequence[OwnLoop]:
        over = Background(self.pools, SystemClock(), self.runner)
        made = [make(over) for make in self.service.own_loops]
        return [loop for loop in made if loop.name in ("queueing", "delivering")]


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    warnings_alone()
    service = build(WebhookSettings.model_validate({**NOWHERE, **HERE}))
    async with (
        Databases(servers.postgres).fresh(["webhook"]) as address,
        open_pools(address, name="bench") as pools,
        _receiver() as receiver,
    ):
        runner = service.command_runner(PostgresStore(pools), new_id)
        scopes, reading = ["webhooks:write"], reading_from(pools)
        async with client_of(service, runner, SystemClock(), ACME, scopes, reading) as erp:
            for number in range(ENDPOINTS):
                path = "hang" if number < HANGING else "ok"
                url = f"{receiver.base_url}/{path}/{number}"
                await erp.post(
                    "/v1/webhook-endpoints", json={"external_id": str(number), "url": url}
                )
        scene = Scene(service, runner, pools, receiver)
        yield [
            Figure(
                "webhooks to endpoints that answer, beside a fifth that hang",
                "deliveries/s",
                Side("recoup", scene.a_second),
                goals=[Goal(least=500)],
                rounds=3,
            ),
            Figure(
                "from an event to an endpoint that answers, of 100 the slowest but one",
                "s",
                Side("recoup", scene.slowest),
                goals=[Goal(most=1)],
                rounds=3,
            ),
        ]


@asynccontextmanager
async def _receiver() -> AsyncIterator[httpx.AsyncClient]:
    """In a process of its own, so that it takes no time of ours."""
    program = [sys.executable, "-m", "recoup_bench.webhook_receiver"]
    process = await asyncio.create_subprocess_exec(*program, stdout=PIPE)
    assert process.stdout is not None
    port = json.loads(await process.stdout.readline())
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield http
    finally:
        process.terminate()
        await process.wait()
