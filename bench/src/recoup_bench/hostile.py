"""An honest client at a steady rate while the same port is attacked, beside the same in peace.

The client and the attackers come from different addresses of this machine, as they would from different networks.
"""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any

from recoup_bench.command.client import Client
from recoup_bench.command.process import HOST, serving_process
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.pace import steadily
from recoup_bench.stopwatch import Stopwatch
from recoup_cli.stack.addresses import Servers
from recoup_events.ids import TenantId
from recoup_eventstore.postgres import connecting
from recoup_service.api.keyring import issue
from recoup_service.api.keys import mint
from recoup_testing.databases import Databases

RATE = 50
SECONDS = 15
CONNECTIONS = 8
ATTACKER = "127.0.0.2"
ROUNDS = 3
Attack = Callable[[int], Coroutine[Any, Any, None]]


async def sending(port: int, pieces: Sequence[bytes], more: bytes, pause: float) -> None:
    """Sends these and then more and more, as fast as they are taken or with pauses; comes again when cut."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(HOST, port, local_addr=(ATTACKER, 0))
            try:
                await _send(reader, writer, chain(pieces, repeat(more)), pause)
            finally:
                writer.transport.abort()
        await asyncio.sleep(0.01)


async def _send(
    reader: StreamReader, writer: StreamWriter, pieces: "chain[bytes]", pause: float
) -> None:
    refused = asyncio.create_task(reader.read())
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
            if refused.done():
                return
    finally:
        refused.cancel()


POST = b"POST /v1/customers HTTP/1.1\r\nHost: bench\r\n"
GET = b"GET /v1/customers HTTP/1.1\r\nHost: bench\r\n"
WRONG = GET + b"Authorization: Bearer rk_test_0123456789abcdef_" + b"0" * 64 + b"\r\n\r\n"


def many(count: int, *pieces: bytes, more: bytes = b"", pause: float = 0.0) -> Attack:
    async def attack(port: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(sending(port, pieces, more, pause))

    return attack


ATTACKS: dict[str, Attack] = {
    "a header that never ends": many(1, GET + b"X: ", more=b"a" * 65_536),
    "a million small headers": many(1, GET, more=b"a: b\r\n" * 10_000),
    "200 slow heads": many(200, GET, more=b"a", pause=1),
    "200 slow bodies": many(200, POST + b"Content-Length: 1000000\r\n\r\n", more=b"x", pause=1),
    "wrong keys from 8 connections": many(8, WRONG, more=WRONG, pause=0.005),
}


@asynccontextmanager
async def under(attack: Attack | None, port: int) -> AsyncIterator[None]:
    if attack is None:
        yield
        return
    attacking = asyncio.create_task(attack(port))
    await asyncio.sleep(1)  # until it is at full strength
    yield
    attacking.cancel()
    with suppress(asyncio.CancelledError):
        await attacking


def side(name: str, port: int, key: str, attack: Attack | None) -> Side:
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
    async with Databases(servers.postgres).fresh(["recoup_service", "invoice.store"]) as dsn:
        async with connecting.connected(dsn) as owner:
            await issue(owner, key)
        async with serving_process("recoup_bench.command.ours", dsn) as port:
            peace = side("in peace", port, text, None)
            yield [
                Figure(
                    f"p99 at {RATE}/s under {name}",
                    "ms",
                    side("attacked", port, text, attack),
                    [peace],
                    [Goal(most=250)],
                    rounds=ROUNDS,
                )
                for name, attack in ATTACKS.items()
            ]
