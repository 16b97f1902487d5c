"""Connections without any client's manners."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

ADDRESS = "127.0.0.2" if sys.platform == "linux" else None
"""Where an attacker comes from: what is limited per peer must not be the honest tenant's, too."""
GONE = (ConnectionError, asyncio.IncompleteReadError, TimeoutError)
Socket = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Socket]:
    """One connection; it is torn down without a word."""
    reader, writer = await opened(url)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def opened(url: str) -> Socket:
    place = urlsplit(url)
    source = None if ADDRESS is None else (ADDRESS, 0)
    return await asyncio.open_connection(place.hostname, place.port, local_addr=source)


def head(method: str, path: str, key: str, **headers: str) -> bytes:
    """The beginning of a request, as it should be."""
    named: Mapping[str, str] = {
        "Host": "recoup",
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = (f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{''.join(lines)}".encode()


async def status_of(reader: asyncio.StreamReader, seconds: float) -> int | None:
    """The status of the next answer; ``None`` when none comes."""
    try:
        async with asyncio.timeout(seconds):
            line = await reader.readuntil(b"\r\n")
    except GONE:
        return None
    words = line.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


async def is_open(reader: asyncio.StreamReader) -> bool:
    """Whether the other side still holds this connection; what it says is thrown away."""
    with suppress(*GONE):
        async with asyncio.timeout(0.01):
            while await reader.read(65_536):
                pass
            return False
    return not reader.at_eof() and reader.exception() is None
