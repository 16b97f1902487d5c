"""The one description of all APIs: asked of the services, put together, and kept while nothing changes."""

import asyncio
import json
from collections.abc import Mapping
from hashlib import sha256
from time import monotonic
from typing import Any

from aiohttp import ClientError, ClientSession
from starlette.requests import Request
from starlette.responses import Response

from gateway.info import INFO
from gateway.merging import merged
from gateway.problems import does_not_answer
from recoup_service.api.problems import Problem


class Reference:
    """A service that is away is described as it was last; one never met makes a 503, for half would mislead."""

    def __init__(
        self, addresses: Mapping[str, str], session: ClientSession, fresh_seconds: float
    ) -> None:
        self._addresses = addresses
        self._session = session
        self._fresh_seconds = fresh_seconds
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._texts: dict[str, bytes] = {}
        self._digest = b""
        self._merged: dict[str, Any] = {}

    async def show(self, request: Request) -> Response:
        """``/openapi.json``, with the address it was asked at."""
        try:
            document = await self._current()
        except Problem as problem:
            return problem.response(request.scope)
        here = {**document, "servers": [{"url": str(request.base_url).rstrip("/")}]}
        return Response(json.dumps(here), media_type="application/json")

    async def _current(self) -> Mapping[str, Any]:
        async with self._asking:
            if monotonic() - self._asked_at >= self._fresh_seconds:
                await asyncio.gather(*map(self._ask, self._addresses))
                self._asked_at = monotonic()
        for service in self._addresses:
            if service not in self._texts:
                raise does_not_answer(service)
        digest = sha256(b"\0".join(self._texts[s] for s in self._addresses)).digest()
        if digest != self._digest:
            documents = {s: json.loads(self._texts[s]) for s in self._addresses}
            self._merged, self._digest = dict(merged(documents, INFO, [])), digest
        return self._merged

    async def _ask(self, service: str) -> None:
        try:
            async with self._session.get(f"{self._addresses[service]}/openapi.json") as answer:
                if answer.status == 200:
                    self._texts[service] = await answer.read()
        except (ClientError, TimeoutError):
            return  # what it said last is still the best there is
