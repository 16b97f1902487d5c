"""Files in a bucket of S3, or of anything that speaks like it (MinIO, Ceph, R2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx

from recoup_files.signing import Credentials, Request, signed_headers
from recoup_files.store import StoreUnavailable, checked

SECONDS: Final = 30.0


class S3Store:
    """By path (``endpoint/bucket/key``), which every one of them understands."""

    def __init__(
        self, endpoint: str, bucket: str, credentials: Credentials, clock: Callable[[], datetime]
    ) -> None:
        self._endpoint = httpx.URL(endpoint)
        self._bucket = bucket
        self._credentials = credentials
        self._clock = clock
        self._client = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        answer = await self._send("PUT", key, content, {"Content-Type": content_type})
        if answer.status_code != 200:
            raise _unexpected(answer)

    async def get(self, key: str) -> bytes | None:
        answer = await self._send("GET", key)
        if answer.status_code == 404 and b"NoSuchBucket" not in answer.content:
            return None
        if answer.status_code != 200:
            raise _unexpected(answer)
        return answer.content

    async def delete(self, key: str) -> None:
        answer = await self._send("DELETE", key)
        if answer.status_code not in (200, 204):
            raise _unexpected(answer)

    async def close(self) -> None:
        await self._client.aclose()

    async def _send(
        self, method: str, key: str, body: bytes = b"", more: dict[str, str] | None = None
    ) -> httpx.Response:
        path = f"{self._endpoint.path.rstrip('/')}/{self._bucket}/{checked(key)}"
        request = Request(method, self._endpoint.netloc.decode(), path, body)
        headers = signed_headers(request, self._credentials, self._clock(), more or {})
        try:
            return await self._client.request(
                method, self._endpoint.copy_with(path=path), content=body, headers=dict(headers)
            )
        except httpx.HTTPError as error:
            raise StoreUnavailable(
                f"the store for files does not answer: {type(error).__name__}"
            ) from error


def _unexpected(answer: httpx.Response) -> StoreUnavailable:
    """With what it says of it, which names no secret."""
    reason = " ".join(answer.text.split())[:300]
    return StoreUnavailable(f"the store for files answered {answer.status_code}: {reason}")
