"""One request as it comes in, a piece at a time, and whether somebody still waits for its answer."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


class Incoming:
    """Reads what is sent once and in order, then listens for the sender going away."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._whole = asyncio.Event()
        names = {name for name, _ in scope["headers"]}
        self.has_body = bool(names & {b"content-length", b"transfer-encoding"})
        self.left = False

    async def body(self) -> bytes | AsyncIterator[bytes] | None:
        """At once if it has come already; else as it comes."""
        first, more = await self._next()
        if not more:
            return first if self.has_body else None
        return self._pieces(first)

    async def _pieces(self, first: bytes) -> AsyncIterator[bytes]:
        piece, more = first, True
        while True:
            if piece:
                yield piece
            if not more:
                return
            piece, more = await self._next()

    async def _next(self) -> tuple[bytes, bool]:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.left = True
            raise ClientLeft
        more = bool(message.get("more_body", False))
        if not more:
            self._whole.set()
        return message.get("body", b""), more

    async def until_left(self) -> None:
        """Returns once nobody waits any more; while the body comes, reading it tells."""
        await self._whole.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
