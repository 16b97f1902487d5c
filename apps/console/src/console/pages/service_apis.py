"""The services' APIs, asked with the identity of whoever looks; a service that is away is named."""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 5.0
"""Longer nobody waits for a part of a page."""


YAML = "application/yaml"
Body = Mapping[str, Any] | str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an API said; ``status`` 503 where nobody did."""

    status: int
    body: Any
    version: str | None = None
    """Of what was read or changed: its ``ETag``."""

    @property
    def done(self) -> bool:
        return self.status < 400

    @property
    def rows(self) -> list[Any]:
        """Of a list; none where it was refused."""
        return list(self.body.get("data", [])) if self.done else []

    @property
    def code(self) -> str | None:
        return None if self.done else str(self.body.get("code", ""))

    @property
    def detail(self) -> str:
        return str(self.body.get("detail", "")) if isinstance(self.body, Mapping) else ""

    @property
    def lacks_right(self) -> bool:
        return self.status == 403


class Api:
    """Of one person, never shared between two; without a credential, a service's private port."""

    def __init__(
        self,
        base: str,
        credential: str,
        tls: ssl.SSLContext,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base = base
        self._credential = credential
        self._tls = tls
        self._transport = transport

    async def get(self, path: str, **query: str) -> Answer:
        return await self._ask("GET", path, params=query)

    async def text(self, path: str, media_type: str, **query: str) -> Answer:
        """What is no JSON, such as a document as people write it, or a file."""
        return await self._ask("GET", path, {"Accept": media_type}, params=query)

    async def file(self, path: str) -> Answer:
        """Its bytes and what they are of, as ``body``."""
        return await self._ask("GET", path, read=_file)

    async def lines(self, path: str, most: int, **query: str) -> Answer:
        """The first rows of an answer of one JSON object per line, however many there are; ``more`` says whether."""
        headers = {"Authorization": f"Bearer {self._credential}"}
        rows: list[Any] = []
        try:
            async with (
                self._client() as client,
                client.stream("GET", path, headers=headers, params=query) as answer,
            ):
                if not answer.is_success:
                    await answer.aread()
                    return Answer(answer.status_code, _body(answer))
                async for line in answer.aiter_lines():
                    if len(rows) == most:
                        return Answer(200, {"data": rows, "has_more": True})
                    rows.append(json.loads(line))
        except httpx.HTTPError:
            return Answer(503, _silent(path))
        return Answer(200, {"data": rows, "has_more": False})

    async def send(
        self,
        method: str,
        path: str,
        body: Body,
        key: str,
        version: str | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """``key`` makes a request that was sent twice happen once; a text is sent as YAML."""
        headers = {"Idempotency-Key": key}
        if version is not None:
            headers["If-Match"] = version
        sent: dict[str, Any] = {"params": dict(query or {})}
        if isinstance(body, str):
            headers["Content-Type"] = YAML
            sent["content"] = body.encode()
        else:
            sent["json"] = dict(body)
        return await self._ask(method, path, headers, **sent)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.base,
            timeout=SECONDS,
            verify=self._tls,
            trust_env=False,
            transport=self._transport,
        )

    async def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        read: Callable[[httpx.Response], Any] | None = None,
        **sent: Any,
    ) -> Answer:
        bearer = {"Authorization": f"Bearer {self._credential}"} if self._credential else {}
        authorized = {**bearer, **(headers or {})}
        try:
            async with self._client() as client:
                answer = await client.request(method, path, headers=authorized, **sent)
                body = read(answer) if read and answer.is_success else _body(answer)
                return Answer(answer.status_code, body, answer.headers.get("ETag"))
        except httpx.HTTPError:
            return Answer(503, _silent(path))


def _file(answer: httpx.Response) -> tuple[bytes, str]:
    return answer.content, answer.headers.get("Content-Type", "application/octet-stream")


def _body(answer: httpx.Response) -> Any:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.is_success and kind.startswith(("text/", YAML)):
        return answer.text
    try:
        return answer.json()
    except json.JSONDecodeError:
        return {
            "code": "unreadable",
            "detail": "What answered was not the API. Look at the gateway's log.",
        }


def _silent(path: str) -> Mapping[str, str]:
    return {
        "code": "service_unavailable",
        "detail": f"Nobody answers at {path}. The rest of this page is as it is; load it again in a moment.",
    }


def curl(base: str, method: str, path: str, body: Body | None = None) -> str:
    """The same call, for whoever would rather write a program."""
    parts = [f"curl -X {method}" if method != "GET" else "curl", f"{base}{path}"]
    parts.append('-H "Authorization: Bearer $RECOUP_KEY"')
    if isinstance(body, str):
        parts += [f'-H "Content-Type: {YAML}"', "--data-binary @workflow.yaml"]
    elif body is not None:
        text = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
        parts += ['-H "Content-Type: application/json"', f"-d '{text}'"]
    return " \\\n  ".join(parts)
