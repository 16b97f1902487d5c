"""Registering a customer over HTTP beside the same by hand, on the same database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from recoup_bench.command.client import connected
from recoup_bench.command.process import serving_process
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.pace import per_second
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres import connector
from recoup_service.api.keyring import issue
from recoup_service.api.keys import mint
from recoup_testing.databases import Databases

CONNECTIONS = 8
COMMANDS = 1_000


def side(name: str, port: int, key: str) -> Side:
    async def run() -> float:
        async with AsyncExitStack() as stack:
            idle = [
                await stack.enter_async_context(connected(port, key)) for _ in range(CONNECTIONS)
            ]

            async def command(_number: int) -> None:
                client = idle.pop()
                await client.register()
                idle.append(client)

            return await per_second(range(COMMANDS), command, workers=CONNECTIONS)

    return Side(name, run)


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    now = datetime.now(UTC)
    key, text = mint(TenantId("bench"), "bench", ["customers:write"], env="test", now=now)
    async with Databases(servers.postgres).fresh(["recoup_service", "invoice"]) as dsn:
        async with connector.connected(dsn) as owner:
            await issue(owner, key)
        async with (
            serving_process("recoup_bench.command.ours", dsn) as ours,
            serving_process("recoup_bench.command.bare", dsn) as bare,
        ):
            yield [
                Figure(
                    f"HTTP command, {CONNECTIONS} connections",
                    "commands/s",
                    side("recoup", ours, text),
                    [side("FastAPI + asyncpg", bare, text)],
                    [Goal(least=0.5, beside="FastAPI + asyncpg")],
                )
            ]
