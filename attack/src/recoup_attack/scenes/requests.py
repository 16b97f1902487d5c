"""Requests that are whole, and too many, too large or nobody's."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from recoup_attack.scene import Outcome, Scene
from recoup_attack.sockets import GONE, connected, head, status_of
from recoup_attack.target import Target

CONNECTIONS = 8
A_SECOND = 800
"""More than any tenant needs, and less than would show what the machine can do."""
KEY = "rk_local_{:016x}_{:064x}"
Beginning = Callable[[Target, int], bytes]


def _wrong_key(target: Target, number: int) -> bytes:
    return head("GET", "/v1/invoices", KEY.format(number, number)) + b"\r\n"


def _wrong_secret(target: Target, number: int) -> bytes:
    """Of a key that exists."""
    known = target.attacker.rpartition("_")[0]
    return head("GET", "/v1/invoices", f"{known}_{number:064x}") + b"\r\n"


def _no_key(target: Target, number: int) -> bytes:
    return b"GET /v1/invoices HTTP/1.1\r\nHost: recoup\r\n\r\n"


def _right_key(target: Target, number: int) -> bytes:
    return head("GET", "/v1/invoices?limit=100", target.attacker) + b"\r\n"


def _aging(target: Target, number: int) -> bytes:
    return head("GET", "/v1/aging", target.attacker) + b"\r\n"


async def flood(request: Beginning, target: Target) -> Outcome:
    """As many as are asked for, on a few connections, each waiting for its answer."""
    counted: Counter[str] = Counter()
    await asyncio.gather(
        *(_flooding(request, target, number, counted) for number in range(CONNECTIONS))
    )
    return Outcome(f"in {target.seconds:.0f} s: {_told(counted)}")


async def _flooding(request: Beginning, target: Target, first: int, counted: Counter[str]) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + target.seconds
    number = first
    while loop.time() < end:
        with suppress(*GONE):
            async with connected(target.services["invoice"].api) as (reader, writer):
                while loop.time() < end:
                    number += CONNECTIONS
                    writer.write(request(target, number))
                    status = await _whole(reader)
                    counted[str(status)] += 1
                    await asyncio.sleep(CONNECTIONS / A_SECOND)
        await asyncio.sleep(0.05)


async def _whole(reader: asyncio.StreamReader) -> int:
    """The status of an answer that is read to its end."""
    async with asyncio.timeout(5):
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        await reader.readexactly(int(headers.get("content-length", "0")))
    if headers.get("connection") == "close":
        raise ConnectionResetError
    return int(lines[0].split()[1])


async def pipelined(target: Target) -> Outcome:
    """Thousands of requests at once on one connection, and all answers read."""
    counted: Counter[str] = Counter()
    loop = asyncio.get_running_loop()
    end = loop.time() + target.seconds
    while loop.time() < end:
        with suppress(*GONE):
            async with connected(target.services["invoice"].api) as (reader, writer):
                writer.write(_right_key(target, 0) * 500)
                for _ in range(500):
                    counted[str(await _whole(reader))] += 1
                    if loop.time() > end:
                        break
        await asyncio.sleep(0.1)
    return Outcome(f"in {target.seconds:.0f} s: {_told(counted)}")


async def huge(target: Target) -> Outcome:
    """Bodies that are larger than they should be, or hard to read."""
    bodies = {
        "10 GB announced": (b"", "10000000000"),
        "a length below zero": (b"", "-1"),
        "a length that is none": (b"", "9" * 400),
        "100,000 lists in lists": (b"[" * 100_000, None),
        "a number of 900,000 digits": (b'{"total": ' + b"9" * 900_000 + b"}", None),
        "900,000 digits for an amount": (
            b'{"total": {"currency": "EUR", "amount": "' + b"9" * 900_000 + b'"}}',
            None,
        ),
        "100,000 unknown fields": (
            b"{" + b",".join(b'"f%d":1' % number for number in range(80_000)) + b"}",
            None,
        ),
        "half surrogates": (b'{"external_id": "\\ud800", "number": "\\udfff"}', None),
        "no UTF-8": (b'{"external_id": "\xff\xfe"}', None),
        "a name of 1,000,000": (b'{"external_id": "' + b"a" * 1_000_000 + b'"}', None),
    }
    got, harms = [], []
    for name, (body, length) in bodies.items():
        status = await _posted(target, body, length)
        got.append(f"{name}: {status}")
        if status is not None and not 400 <= status < 500:
            harms.append(f"{name} was answered with {status}")
        await asyncio.sleep(0.3)
    return Outcome(", ".join(got), tuple(harms))


async def _posted(target: Target, body: bytes, length: str | None) -> int | None:
    lengthy = length or str(len(body))
    begin = head("POST", "/v1/invoices", target.attacker, Content_Length=lengthy)
    with suppress(*GONE):
        async with connected(target.services["invoice"].api) as (reader, writer):
            writer.write(begin + b"\r\n" + body)
            return await status_of(reader, 10)
    return None


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{count} of {status}" for status, count in counted.most_common()) or "nothing"


FLOODS = {
    "wrong-keys": ("800 wrong keys a second", _wrong_key),
    "wrong-secrets": ("800 wrong secrets a second for one key", _wrong_secret),
    "no-keys": ("800 requests a second without a key", _no_key),
    "greedy": ("800 requests a second with the attacker's own key", _right_key),
    "greedy-aging": ("800 reports a second with the attacker's own key", _aging),
}
SCENES = (
    *(
        Scene("requests", name, what, partial(flood, request))
        for name, (what, request) in FLOODS.items()
    ),
    Scene(
        "requests",
        "pipelined",
        "500 requests at once on one connection, again and again",
        pipelined,
    ),
    Scene("requests", "huge", "bodies too large, too deep or no text", huge),
)
