"""Lists travel packed to clients that unpack: JSON of many rows shrinks to a tenth.

What has an ETag stays as it is: a strong validator names its bytes, and a change is decided on it.
"""

import asyncio
import zlib
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALL = 1024
"""Bytes that are not worth it."""
LARGE = 128 * 1024
"""Bytes that are packed in a thread: others are answered meanwhile."""
LEVEL = 3
GZIP = 16 + zlib.MAX_WBITS
_PACKED = ("application/json", "application/x-ndjson", "text/csv", "text/plain")


class Compression:
    """Packs a piece at a time, as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _takes_gzip(scope["headers"]):
            send = _Packing(send).send
        await self._app(scope, receive, send)


def _takes_gzip(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    for name, value in headers:
        if name == b"accept-encoding":
            for coding in value.split(b","):
                named, _, quality = coding.partition(b";")
                if named.strip() == b"gzip":
                    return quality.strip() not in (b"q=0", b"q=0.0")
    return False


class _Packing:
    def __init__(self, send: Send) -> None:
        self._send = send
        self._packer: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._is_worth_it(message):
                self._packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
                kept = [each for each in message["headers"] if each[0] != b"content-length"]
                packed = [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
                message = {**message, "headers": [*kept, *packed]}
        elif self._packer is not None:
            body, more = message.get("body", b""), message.get("more_body", False)
            message = {**message, "body": await self._packed(self._packer, body, more=more)}
        await self._send(message)

    def _is_worth_it(self, message: Message) -> bool:
        headers = Headers(raw=message["headers"])
        kind = headers.get("content-type", "").partition(";")[0]
        length = int(headers.get("content-length", SMALL))
        return (
            message["status"] == 200
            and kind in _PACKED
            and length >= SMALL
            and not {"etag", "content-encoding"} & set(headers.keys())
        )

    async def _packed(self, packer: "zlib._Compress", body: bytes, *, more: bool) -> bytes:
        def pack() -> bytes:
            return packer.compress(body) + packer.flush(
                zlib.Z_SYNC_FLUSH if more else zlib.Z_FINISH
            )

        return await asyncio.to_thread(pack) if len(body) >= LARGE else pack()
