"""The port to whatever looks for malware in files of strangers before they are kept."""

from typing import Protocol

import httpx

from recoup_files.store import StoreUnavailable

REFUSES = 406
"""How ClamAV's REST adapters answer where they have found something."""


class Scanner(Protocol):
    async def is_clean(self, content: bytes, content_type: str) -> bool:
        """Raises ``StoreUnavailable`` where nobody can say; then nothing is kept."""
        ...


class NoScanner:
    """Of a deployment that has none: its files are of a known type, and that is all that is known."""

    async def is_clean(self, content: bytes, content_type: str) -> bool:
        return True


class HttpScanner:
    """Gets the bytes by POST; any answer of success is clean, 406 is not."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._transport = transport

    async def is_clean(self, content: bytes, content_type: str) -> bool:
        headers = {"Content-Type": content_type}
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=20) as client:
                answer = await client.post(self._url, content=content, headers=headers)
        except httpx.HTTPError as failed:
            raise StoreUnavailable(f"the scanner does not answer: {failed!r}") from failed
        if answer.status_code == REFUSES:
            return False
        if not answer.is_success:
            raise StoreUnavailable(f"the scanner answers {answer.status_code}")
        return True
