"""``python -m recoup_bench.attacker <port> <attack>``: what one hostile address does, until it is killed."""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

import uvloop

from recoup_bench.command.process import HOST

ATTACKER = "127.0.0.2"
Attack = Callable[[int], Coroutine[Any, Any, None]]


async def sending(port: int, scenarios: Sequence[bytes], more: bytes, pause: float) -> None:
    """Sends these and then more and more, as fast as they are taken or with pauses; comes again when cut."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(HOST, port, local_addr=(ATTACKER, 0))
            try:
                await _send(reader, writer, chain(scenarios, repeat(more)), pause)
            finally:
                writer.transport.abort()
        await asyncio.sleep(0.01)


async def _send(
    reader: StreamReader, writer: StreamWriter, scenarios: Iterable[bytes], pause: float
) -> None:
    refused = asyncio.create_task(reader.read())
    try:
        for scenario in scenarios:
            writer.write(scenario)
            await writer.drain()
            await asyncio.sleep(pause)
            if refused.done():
                return
    finally:
        refused.cancel()


POST = b"POST /v1/customers HTTP/1.1\r\nHost: bench\r\n"
GET = b"GET /v1/customers HTTP/1.1\r\nHost: bench\r\n"
WRONG = GET + b"Authorization: Bearer rk_test_0123456789abcdef_" + b"0" * 64 + b"\r\n\r\n"


def many(count: int, *scenarios: bytes, more: bytes = b"", pause: float = 0.0) -> Attack:
    async def attack(port: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(sending(port, scenarios, more, pause))

    return attack


ATTACKS: dict[str, Attack] = {
    "a header that never ends": many(1, GET + b"X: ", more=b"a" * 65_536),
    "a million small headers": many(1, GET, more=b"a: b\r\n" * 10_000),
    "200 slow heads": many(200, GET, more=b"a", pause=1),
    "200 slow bodies": many(200, POST + b"Content-Length: 1000000\r\n\r\n", more=b"x", pause=1),
    "wrong keys from 8 connections": many(8, WRONG, more=WRONG, pause=0.005),
}


async def begin(port: int, attack: str) -> None:
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    await ATTACKS[attack](port)


if __name__ == "__main__":
    uvloop.run(begin(int(sys.argv[1]), sys.argv[2]))
