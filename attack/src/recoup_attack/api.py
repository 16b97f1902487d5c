"""The public APIs, as a client would use them that keeps to their documentation."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

TIMEOUT_SECONDS = 15.0
KEPT_SECONDS = 2.0
"""Of a connection that nobody uses: shorter than servers wait, lest it ends as it is used again."""
PAUSE_SECONDS = 0.25
_COME_AGAIN = (409, 425, 429, 503)


class Refused(Exception):
    """The service answered, and not with success."""


class Api:
    """One tenant's way into all services."""

    def __init__(self, http: httpx.AsyncClient, bases: Mapping[str, str], key: str) -> None:
        self._http = http
        self._bases = bases
        self._headers = {"Authorization": f"Bearer {key}"}

    async def once(
        self,
        method: str,
        service: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> httpx.Response:
        headers = {**self._headers, "If-Match": "*"}
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self._http.request(
            method,
            f"{self._bases[service]}/v1/{path}",
            json=body,
            headers=headers,
            params=query,
        )

    async def insist(
        self, method: str, service: str, path: str, body: Any = None, *, key: str | None = None
    ) -> Any:
        """Ask until there is an answer; with a key it is done once, however often it is asked."""
        while True:
            try:
                answer = await self.once(method, service, path, body, key=key)
            except httpx.TransportError:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            if answer.is_success:
                return answer.json()
            if not comes_again(answer):
                raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            await asyncio.sleep(PAUSE_SECONDS)

    async def every(self, service: str, path: str, **query: str | int) -> AsyncIterator[Any]:
        """All things of a list, page by page."""
        asked: dict[str, str | int] = {**query, "limit": 100}
        while True:
            answer = await self.once("GET", service, path, query=asked)
            if not answer.is_success:
                raise Refused(f"GET {path}: {answer.status_code} {answer.text[:300]}")
            page = answer.json()
            for item in page["data"]:
                yield item
            if not page["has_more"]:
                return
            asked["cursor"] = page["next_cursor"]


def comes_again(answer: httpx.Response) -> bool:
    """Whether the service asked to be asked again."""
    return answer.status_code in _COME_AGAIN and "Retry-After" in answer.headers


def client(address: str | None = None) -> httpx.AsyncClient:
    """An attacker comes from an ``address`` of its own: limits per peer must not hit others."""
    transport = httpx.AsyncHTTPTransport(
        verify=False,  # everything is http here, and reading certificates would be felt
        local_address=address,
        limits=httpx.Limits(
            max_connections=64,
            max_keepalive_connections=64,
            keepalive_expiry=KEPT_SECONDS,
        ),
    )
    return httpx.AsyncClient(transport=transport, timeout=TIMEOUT_SECONDS, trust_env=False)


def euros(cents: int) -> dict[str, str]:
    return {"amount": f"{cents // 100}.{cents % 100:02}", "currency": "EUR"}
