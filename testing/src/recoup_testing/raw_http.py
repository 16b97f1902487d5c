"""Bytes to a port and back, for clients that no library would be, and a small app that answers them."""

import asyncio
import json
import re
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from recoup_service.limits import HttpLimits
from recoup_service.server import serving

PATIENCE_SECONDS = 20
HOST = "127.0.0.1"
GET = b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
CLOSING = b"GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n"
POST = b"POST /echo HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
SMALL = HttpLimits(
    max_header_bytes=2000,
    max_request_target_bytes=500,
    max_headers=20,
    header_seconds=0.2,
    body_seconds=0.2,
    write_seconds=0.2,
    keep_alive_seconds=1,
    max_body_bytes=100_000,
)


@dataclass
class Edge:
    """A port, what it refused, and an app that answers when it may."""

    port: int
    refused: Counter[str]
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():  # noqa: ASYNC110 - what is counted has no event
                await asyncio.sleep(0.005)


@asynccontextmanager
async def edge(**changes: object) -> AsyncIterator[Edge]:
    async def hello(_request: Request) -> Response:
        return PlainTextResponse("hello")

    async def echo(request: Request) -> Response:
        return PlainTextResponse(await request.body())

    async def wait(_request: Request) -> Response:
        opened.asked += 1
        await opened.may_answer.wait()
        return PlainTextResponse("waited")

    async def large(_request: Request) -> Response:
        return PlainTextResponse(b"x" * 20_000_000)

    routes: Mapping[str, Callable[[Request], object]] = {
        "/hello": hello,
        "/echo": echo,
        "/wait": wait,
        "/large": large,
    }
    app = Starlette(
        routes=[Route(path, route, methods=["GET", "POST"]) for path, route in routes.items()]
    )
    refused = Counter[str]()
    told = SMALL.model_copy(update=changes)
    async with serving(app, HOST, 0, told, refused) as port:
        opened = Edge(port, refused)
        yield opened
        opened.may_answer.set()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    reader, writer = await asyncio.open_connection(HOST, port)
    yield reader, writer
    writer.transport.abort()


async def to_the_end(reader: StreamReader) -> bytes:
    """What is said until the connection is closed; a reset ends it too."""
    recorded = b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                scenario = await reader.read(65_536)
            except ConnectionError:
                return recorded
            if not scenario:
                return recorded
            recorded += scenario


async def answers(port: int, scenarios: Iterator[bytes], pause: float = 0) -> bytes:
    """Sends until refused, or to the end; gives all that was answered until the connection closed."""
    async with connected(port) as (reader, writer):
        reading = asyncio.create_task(to_the_end(reader))
        try:
            for scenario in scenarios:
                writer.write(scenario)
                await writer.drain()
                await asyncio.sleep(pause)
                if reading.done():
                    break
        except ConnectionError:
            pass  # it has been refused: what was said stands in what was read
        return await reading


def status(recorded: bytes) -> int:
    return int(recorded.split(b" ", 2)[1]) if recorded else 0


def last(recorded: bytes) -> bytes:
    """The last of several answers."""
    return re.split(rb"(?=HTTP/1.1 [0-9]{3} )", recorded)[-1]


def problem(recorded: bytes) -> Mapping[str, object]:
    head, _, body = recorded.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    document: Mapping[str, object] = json.loads(body)
    assert document["status"] == status(recorded)
    assert str(document["request_id"]).startswith("req_")
    return document


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@asynccontextmanager
async def all_answering(opened: Edge, count: int) -> AsyncIterator[None]:
    """So many connections whose requests are being answered."""
    pairs = [await asyncio.open_connection(HOST, opened.port) for _ in range(count)]
    for _, writer in pairs:
        writer.write(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    await opened.until(lambda: opened.asked == count)
    yield
    for _, writer in pairs:
        writer.transport.abort()
