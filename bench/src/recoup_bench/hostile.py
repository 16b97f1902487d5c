"""An honest client at a steady rate while the same port is attacked, beside the same in peace.

The client and the attackers come from different addresses of this machine, as they would from different networks.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from recoup_bench.attacker import ATTACKS
from recoup_bench.command.client import Client
from recoup_bench.command.process import HOST, serving_process
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.pace import steadily
from recoup_bench.stopwatch import Stopwatch
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres import connector
from recoup_service.api.keyring import issue
from recoup_service.api.keys import mint
from recoup_testing.databases import Databases

RATE = 50
SECONDS = 10
CONNECTIONS = 8
ROUNDS = 3


@asynccontextmanager
async def under(attack: str | None, port: int) -> AsyncIterator[None]:
    """In a process of its own, so that it takes no time from the client that is measured."""
    if attack is None:
        yield
        return
    module = ("-m", "recoup_bench.attacker", str(port), attack)
    attacker = await asyncio.create_subprocess_exec(sys.executable, *module, stdout=PIPE)
    assert attacker.stdout is not None
    try:
        await attacker.stdout.readline()  # it has begun
        yield
    finally:
        attacker.kill()
        await attacker.wait()


def side(name: str, port: int, key: str, attack: str | None) -> Side:
    async def run() -> float:
        stopwatch = Stopwatch()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(under(attack, port))
            idle = [await stack.enter_async_context(_honest(port, key)) for _ in range(CONNECTIONS)]

            async def command(number: int) -> None:
                stopwatch.start([str(number)])
                client = (
                    idle.pop(0) if idle else await stack.enter_async_context(_honest(port, key))
                )
                await client.register()
                idle.append(client)
                stopwatch.stop(str(number))

            await steadily(range(RATE * SECONDS), command, RATE)
        return stopwatch.p99

    return Side(name, run)


@asynccontextmanager
async def _honest(port: int, key: str) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection(HOST, port)
    yield Client(key, reader, writer)
    writer.close()


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    now = datetime.now(UTC)
    key, text = mint(TenantId("bench"), "bench", ["customers:write"], env="test", now=now)
    async with Databases(servers.postgres).fresh(["recoup_service", "invoice"]) as dsn:
        async with connector.connected(dsn) as owner:
            await issue(owner, key)
        async with serving_process("recoup_bench.command.ours", dsn) as port:
            peace = side("in peace", port, text, None)
            yield [
                Figure(
                    f"p99 at {RATE}/s under {name}",
                    "ms",
                    side("attacked", port, text, name),
                    [peace],
                    [Goal(most=250)],
                    rounds=ROUNDS,
                )
                for name in ATTACKS
            ]
