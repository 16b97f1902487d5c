"""Keeps a body larger than allowed out of memory, announced or not."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recoup_service.api.problems import Problem


class BodyLimit:
    """Refuses at once by ``Content-Length``, else as soon as more has come in than allowed.

    FastAPI's own ``max_body_size`` answers in plain text; everything here is a problem document.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, refused: Counter[str]) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._most_bytes:
            await self._too_large().response(scope)(scope, receive, send)
            return
        came_in = 0

        async def counted() -> Message:
            nonlocal came_in
            message = await receive()
            came_in += len(message.get("body", b""))
            if came_in > self._most_bytes:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> Problem:
        self._refused["body_too_large"] += 1
        return Problem(
            413,
            "body_too_large",
            f"The body is larger than {self._most_bytes} bytes. Send fewer things per request.",
            headers={"Connection": "close"},
        )
