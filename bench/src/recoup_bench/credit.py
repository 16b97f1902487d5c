"""How long a shop waits for the answer to an order, of a customer with ten thousand invoices overdue."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from time import perf_counter

from invoice.invoices.domain.commands import AgeInvoice
from invoice.invoices.domain.decider import INVOICE
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from recoup_bench.command.client import Client
from recoup_bench.command.client import connected as connected_client
from recoup_bench.command.process import serving_process
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.hot_customer import (
    AT_ONCE,
    CAUSE,
    CREDITOR,
    EUR,
    MANY,
    NOW,
    SCOPES,
    customer_of,
)
from recoup_bench.invoice_service import TENANT, invoicing
from recoup_bench.pace import steadily
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import customer_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keyring import issue
from recoup_service.api.keys import mint

PER_SECOND, ORDERS, CONNECTIONS = 200, 1_000, 8
A_MONTH_LATER = NOW + timedelta(days=31)
POLICY = {
    "rules": [
        {"standing": "watch", "measure": "days_silent", "threshold": 14},
        {"standing": "prepay", "measure": "items_overdue", "threshold": 1},
        {"standing": "hold", "measure": "days_overdue", "threshold": 60},
    ],
    "limit": {"amount": "1000000.00", "currency": "EUR"},
    "acceptance_needed": True,
}


async def become_overdue(command_runner: CommandRunner, account: Account) -> None:
    """All that the customer owes."""
    async with command_runner.work() as work:
        known = list((await work.listed(OPEN_RECEIVABLES, account)).values())
    for start in range(0, len(known), AT_ONCE):
        async with command_runner.work() as work:
            some = known[start : start + AT_ONCE]
            streams = [INVOICE.stream(*account, each.invoice_id) for each in some]
            await work.lock([account], streams)
            for stream in streams:
                await work.execute(INVOICE, stream, AgeInvoice(at=A_MONTH_LATER), CAUSE)


async def latencies(clients: Sequence[Client], customer_id: str) -> Sequence[float]:
    """In milliseconds, from the moment an order is to be asked about."""
    idle, measured = asyncio.Queue[Client](), list[float]()
    for client in clients:
        idle.put_nowait(client)

    async def ask(number: int) -> None:
        began = perf_counter()
        client = await idle.get()
        order = {"customer_id": customer_id, "amount": EUR, "reference": f"ORDER-{number}"}
        await client.post("/v1/credit-decisions", order, 200)
        measured.append((perf_counter() - began) * 1000)
        idle.put_nowait(client)

    await steadily(range(ORDERS), ask, PER_SECOND)
    return measured


def p99(measured: Sequence[float]) -> float:
    return quantiles(measured, n=100)[-1]


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    customer_id = customer_id_of(TENANT, f"C-{MANY}")
    scopes = [*SCOPES, "credit:write", "credit:read"]
    async with AsyncExitStack() as stack:
        address, owner, command_runner, erp = await stack.enter_async_context(
            invoicing(servers, scopes, NOW)
        )
        await customer_of(command_runner, erp, owner, MANY)
        await become_overdue(command_runner, Account(TENANT, customer_id))
        (await erp.put(f"/v1/creditors/{CREDITOR}/credit-policy", json=POLICY)).raise_for_status()
        key, text = mint(TENANT, "bench", ["credit:read"], env="test", now=datetime.now(UTC))
        await issue(owner, key)
        port = await stack.enter_async_context(
            serving_process("recoup_bench.command.ours", address)
        )
        clients = [
            await stack.enter_async_context(connected_client(port, text))
            for _ in range(CONNECTIONS)
        ]

        def side(of: Callable[[Sequence[float]], float]) -> Side:
            async def run() -> float:
                return of(await latencies(clients, customer_id))

            return Side(f"recoup, {MANY:,} overdue", run)

        name = f"credit decision at {PER_SECOND}/s"
        yield [
            Figure(f"{name}, p50", "ms", side(median)),
            Figure(f"{name}, p99", "ms", side(p99), goals=[Goal(most=20)]),
        ]
