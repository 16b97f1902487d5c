"""Somebody who is told: a small server on a socket, which answers, hangs, drips or lies as a test says."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from recoup_testing.loops import eventually


@dataclass(frozen=True, slots=True)
class Got:
    """One request."""

    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes
    writer: asyncio.StreamWriter

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


Behaviour = Callable[[Got], Awaitable[None]]


def answers(status: int, *headers: str, body: bytes = b"") -> Behaviour:
    """As anybody would."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]

    async def answer(got: Got) -> None:
        got.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await got.writer.drain()

    return answer


async def hangs(got: Got) -> None:
    """Never answers."""
    await asyncio.sleep(3600)
    got.writer.close()


@dataclass(slots=True)
class Receiver:
    behaviour: Behaviour = field(default_factory=lambda: answers(204))
    got: list[Got] = field(default_factory=list)
    url: str = ""
    connections: int = 0
    _open: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.got]

    async def has(self, count: int) -> None:
        """Wait until it has got so many requests."""

        async def enough() -> bool:
            return len(self.got) >= count

        await eventually(enough)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "a server runs in tasks"
        self._open.add(task)
        self.connections += 1
        try:
            while (got := await _read(reader, writer)) is not None:
                self.got.append(got)
                await self.behaviour(got)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    def hang_up(self) -> None:
        for task in self._open:
            task.cancel()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Got | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:-2]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except asyncio.IncompleteReadError:
        return None
    return Got(headers, body, writer)


@asynccontextmanager
async def receiving(
    behaviour: Behaviour | None = None, tls: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[Receiver]:
    """A receiver at ``url`` for as long as the block lasts."""
    receiver = Receiver(behaviour or answers(204))
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", port, ssl=tls)
    taken = server.sockets[0].getsockname()[1]
    receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{taken}/recoup"
    try:
        yield receiver
    finally:
        server.close()
        receiver.hang_up()
        await server.wait_closed()
