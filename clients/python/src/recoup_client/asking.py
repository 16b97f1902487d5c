"""Asks, and asks again where nothing was done or nobody knows: a key makes sure that it is done once."""

import random
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from recoup_client.problems import problem_of

TRIES = 5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
AGAIN = {429, 502, 503, 504}
_UNSENT = object()


class Shown(dict[str, Any]):
    """An answer, with the headers it came with."""

    headers: httpx.Headers


def etag_of(shown: object) -> str:
    """The version of what was answered, to be sent as ``if_match``."""
    if not isinstance(shown, Shown):
        raise TypeError("This is no answer of the API: a copy of one has no headers any more.")
    return str(shown.headers["ETag"])


class Asking:
    """One caller's way to the API; ``sleep`` is another one's in tests."""

    def __init__(
        self,
        address: str,
        key: str,
        *,
        timeout: float = 110.0,
        tries: int = TRIES,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            base_url=address.rstrip("/").removesuffix("/v1"),
            headers={"Authorization": f"Bearer {key}", "User-Agent": "recoup-client/0.1.0"},
            timeout=timeout,
            transport=transport,
        )
        self._tries = tries
        self._sleep = sleep

    def close(self) -> None:
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = _UNSENT,
        content: bytes | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Any:
        """The JSON of the answer, or its bytes; raises ``Problem``."""
        named = {**(headers or {}), "Content-Type": content_type}
        sent = {name: value for name, value in named.items() if value is not None}
        if method in ("POST", "PUT", "PATCH", "DELETE"):
            sent.setdefault("Idempotency-Key", secrets.token_hex(16))  # the same for every try
        request = self._http.build_request(
            method,
            path,
            params={name: _written(v) for name, v in (query or {}).items() if v is not None},
            headers=sent,
            content=content,
            **({} if body is _UNSENT else {"json": body}),
        )
        answer = self._tried(request)
        if answer.is_success:
            return _read(answer)
        raise problem_of(answer)

    def _tried(self, request: httpx.Request) -> httpx.Response:
        for nth in range(1, self._tries + 1):
            last = nth == self._tries
            try:
                answer = self._http.send(request)
            except httpx.TransportError:
                if last:
                    raise
                self._sleep(_pause(nth))
                continue
            if last or not _worth_another_try(answer):
                return answer
            self._sleep(max(_told(answer), _pause(nth)))
        raise AssertionError("unreachable: the last try returns or raises")


def _worth_another_try(answer: httpx.Response) -> bool:
    """A 409 says by ``Retry-After`` that the same may be done in a moment."""
    return answer.status_code in AGAIN or (
        answer.status_code == 409 and "Retry-After" in answer.headers
    )


def _told(answer: httpx.Response) -> float:
    seconds = answer.headers.get("Retry-After", "")
    return min(float(seconds), LONGEST_PAUSE_SECONDS) if seconds.isdigit() else 0.0


def _pause(nth: int) -> float:
    """Twice as long each time, and never the same for many who were refused together."""
    most = min(FIRST_PAUSE_SECONDS * 2.0 ** (nth - 1), LONGEST_PAUSE_SECONDS)
    return float(most * random.uniform(0.5, 1.0))


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    return value


def _read(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return answer.content
    read = answer.json()
    if isinstance(read, dict):
        shown = Shown(read)
        shown.headers = answer.headers
        return shown
    return read
