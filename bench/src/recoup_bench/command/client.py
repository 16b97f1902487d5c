"""One keep-alive connection that costs next to nothing, so that the servers are what is measured."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from recoup_bench.command.process import HOST

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n"
    "Idempotency-Key: {id}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)


class Client:
    """Registers customers, or posts what it is given."""

    def __init__(
        self, key: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._key = key
        self._reader = reader
        self._writer = writer

    async def register(self) -> None:
        customer = {
            "external_id": uuid4().hex,
            "name": "Bolts GmbH",
            "kind": "entity",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
        }
        await self.post("/v1/customers", customer, 201)

    async def post(self, path: str, sent: Mapping[str, Any], wanted: int) -> None:
        """Raises where another status is answered."""
        body = json.dumps(sent)
        head = HEAD.format(path=path, key=self._key, id=uuid4().hex, length=len(body))
        self._writer.write((head + body).encode())
        answered = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answered.split("content-length:")[1].split("\r\n")[0])
        recorded = await self._reader.readexactly(length)
        if not answered.startswith(f"http/1.1 {wanted}"):
            raise RuntimeError(f"{answered.splitlines()[0]}: {recorded.decode()}")


@asynccontextmanager
async def connected(port: int, key: str) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection(HOST, port)
    yield Client(key, reader, writer)
    writer.close()
    await writer.wait_closed()
