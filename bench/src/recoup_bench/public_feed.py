"""The feed of public events over its API beside a plain ordered read of the same rows."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from time import perf_counter
from uuid import UUID

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.logs import warnings_alone
from recoup_cli.services import NOWHERE
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import InvoicePaid
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_service.ids import new_id
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from webhook.main import build
from webhook.settings import WebhookSettings

EVENTS, PAGE = 40_000, 1_000
ACME = TenantId("acme")
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
BARE = """
select gen, txid, pos, body from feed.event
where tenant = $1 and (gen, txid, pos) > ($2, $3::xid8, $4)
order by gen, txid, pos limit $5
"""


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    warnings_alone()
    service = build(WebhookSettings.model_validate(NOWHERE))
    async with (
        Databases(servers.postgres).fresh(["webhook"]) as address,
        open_pools(address, name="bench") as pools,
        connected(address) as bare,
    ):
        runner = service.command_runner(PostgresStore(pools), new_id)
        [keep] = [each.reaction for each in service.subscriptions if each.event is InvoicePaid]
        async with runner.work() as work:
            for number in range(EVENTS):
                await keep(work, *_paid(number))
        await bare.execute("vacuum analyze feed.event")
        clock, reading = TurnedClock(NOW), reading_from(pools)
        async with client_of(service, runner, clock, ACME, ["events:read"], reading) as client:

            async def feed() -> float:
                began, after, seen = perf_counter(), "", 0
                while True:
                    query = {"limit": str(PAGE)} | ({"after": after} if after else {})
                    page = (await client.get("/v1/events", params=query)).json()
                    seen, after = seen + len(page["data"]), page["next_cursor"]
                    if not page["has_more"]:
                        break
                assert seen == EVENTS
                return EVENTS / (perf_counter() - began)

            async def select() -> float:
                began, place, seen = perf_counter(), (0, 0, 0), 0
                while rows := await bare.fetch(BARE, ACME, *place, PAGE):
                    seen += len([json.loads(row["body"]) for row in rows])
                    place = tuple(rows[-1][:3])
                assert seen == EVENTS
                return EVENTS / (perf_counter() - began)

            yield [
                Figure(
                    "feed of public events over HTTP",
                    "events/s",
                    Side("recoup", feed),
                    [Side("asyncpg", select)],
                    [Goal(least=20_000)],
                )
            ]


def _paid(number: int) -> tuple[Envelope[InvoicePaid], Cause]:
    customer = CustomerId(f"cus_{number % 500}")
    paid = InvoicePaid(
        invoice_id=InvoiceId(f"inv_{number}"), customer_id=customer, paid_on=date(2026, 1, 5)
    )
    cause = Cause(NOW, "key:bench", UUID(int=number + 1))
    stream = Stream(Account(ACME, customer), "invoice", paid.invoice_id)
    return Envelope(UUID(int=number + 1), stream, 1, cause, paid), cause
