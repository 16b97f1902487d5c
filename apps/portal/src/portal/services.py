"""The services' APIs, asked for the debtor of one link; one that is away is told from one that says no."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Answer:
    """What an API said; ``status`` 503 where nobody did."""

    status: int
    body: Any
    content: bytes = b""

    @property
    def done(self) -> bool:
        return self.status < 400

    @property
    def away(self) -> bool:
        """It may work in a moment."""
        return self.status >= 500 or self.status == 429

    @property
    def rows(self) -> list[Any]:
        return list(self.body.get("data", [])) if self.done else []

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, Mapping) else ""


class Api:
    """Of one visit."""

    def __init__(self, client: httpx.AsyncClient, credential: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {credential}"}

    async def get(self, path: str, **query: str) -> Answer:
        return await self._ask("GET", path, params=query)

    async def send(
        self, method: str, path: str, body: Mapping[str, Any], once: str | None = None
    ) -> Answer:
        """``once`` makes what was sent twice happen once."""
        headers = {"If-Match": "*"} if once is None else {"If-Match": "*", "Idempotency-Key": once}
        return await self._ask(method, path, json=dict(body), headers=headers)

    async def put(self, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return await self._ask("PUT", path, content=content, headers=headers)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **sent: Any
    ) -> Answer:
        try:
            answer = await self._client.request(
                method, path, headers={**self._headers, **(headers or {})}, **sent
            )
        except httpx.HTTPError:
            return Answer(503, {"code": "service_unavailable"})
        return Answer(answer.status_code, _json(answer), answer.content)


def _json(answer: httpx.Response) -> Any:
    if "json" not in answer.headers.get("Content-Type", ""):
        return {}
    try:
        return answer.json()
    except json.JSONDecodeError:
        return {}
