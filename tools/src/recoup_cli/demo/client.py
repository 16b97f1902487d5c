"""Recoup's public APIs as an ERP would use them: with a key, with retries, page by page."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random_exponential,
)

from recoup_cli.demo.calls import Call
from recoup_cli.stack import StackFailed

PATIENCE_SECONDS = 90
"""A killed service is back within this time; then the retry finds it."""


class Away(Exception):
    """The service did not answer, or asked to be asked again."""


class Client:
    """One API key, all services."""

    def __init__(self, bases: Mapping[str, str], key: str, http: httpx.AsyncClient) -> None:
        self._bases = bases
        self._http = http
        self._headers = {"Authorization": f"Bearer {key}"}

    async def send(self, call: Call) -> None:
        """Ask for a change, again and again until it is answered; once is what it counts."""
        headers = {"Idempotency-Key": call.key, "If-Match": "*"}
        await self._asked(call.method, call.service, call.path, headers=headers, json=call.body)

    async def made(self, call: Call) -> Any:
        """The same, where the answer says what is needed later."""
        headers = {"Idempotency-Key": call.key}
        answer = await self._asked(
            call.method, call.service, call.path, headers=headers, json=call.body
        )
        return answer.json()

    async def get(self, service: str, path: str, **params: Any) -> Any:
        return (await self._asked("GET", service, path, params=params)).json()

    async def text(self, service: str, path: str) -> str:
        return (await self._asked("GET", service, path)).text

    async def every(self, service: str, path: str, **params: Any) -> AsyncIterator[Any]:
        """All items of a list, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = await self.get(service, path, limit=100, **params, **cursor)
            for item in page["data"]:
                yield item
            if not page["has_more"]:
                return
            cursor = {"cursor": page["next_cursor"]}

    async def _asked(
        self, method: str, service: str, path: str, *, headers: Mapping[str, str] = {}, **more: Any
    ) -> httpx.Response:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(Away),
            stop=stop_after_delay(PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.05, max=1),
            reraise=True,
        ):
            with attempt:
                return await self._once(method, service, path, {**self._headers, **headers}, more)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(
        self,
        method: str,
        service: str,
        path: str,
        headers: Mapping[str, str],
        more: Mapping[str, Any],
    ) -> httpx.Response:
        try:
            url = self._bases[service] + path
            answer = await self._http.request(method, url, headers=headers, **more)
        except httpx.TransportError as error:
            raise Away(f"{service} does not answer: {error!r}") from error
        if answer.status_code in (409, 503) and _passes(answer):
            raise Away(answer.text)
        if answer.is_error:
            raise StackFailed(
                f"{service} refused {method} {path} with {answer.status_code}: {answer.text}\n"
                f"sent: {more}"
            )
        return answer


def _passes(answer: httpx.Response) -> bool:
    """Whether waiting helps, as with a first request that still runs."""
    return answer.status_code == httpx.codes.SERVICE_UNAVAILABLE or "Retry-After" in answer.headers
