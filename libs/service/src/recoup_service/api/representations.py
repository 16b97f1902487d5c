"""HEAD for whatever GET answers, and a 304 where the client has the version it asks for (RFC 9110)."""

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAG = re.compile(rb'(?:W/)?("[^"]*")')
_OF_304 = {b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"}
_ASKED = b"if-none-match"
Headers = Iterable[tuple[bytes, bytes]]


class Representations:
    """Routes know GET alone; what else can be asked about the same answer is made of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        known = [value for name, value in scope["headers"] if name == _ASKED]
        if scope["method"] == "GET" and not known:
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}
        answer = _Shortened(send, known, bodiless=scope["method"] == "HEAD")
        await self._app(asked, receive, answer.send)
        scope["route"] = asked.get("route")


class _Shortened:
    def __init__(self, send: Send, known: list[bytes], *, bodiless: bool) -> None:
        self._send = send
        self._known = known
        self._bodiless = bodiless

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            if message["status"] == 200 and self._has(headers):
                self._bodiless = True
                left = [header for header in headers if header[0] in _OF_304]
                message = {**message, "status": 304, "headers": left}
        elif self._bodiless:
            if message.get("more_body", False):
                return
            message = {**message, "body": b""}
        await self._send(message)

    def _has(self, headers: Headers) -> bool:
        """Whether the client has this version, by a weak comparison."""
        tag = next((value for name, value in headers if name == b"etag"), None)
        if tag is None or not self._known:
            return False
        tags = {found for value in self._known for found in _TAG.findall(value)}
        return b"*" in self._known or tag.removeprefix(b"W/") in tags
