"""Keeps control characters out of paths and parameters: no name has one, and no store takes NUL."""

import re
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_service.api.fields import PRINTABLE
from recoup_service.api.problems import Problem

_PRINTABLE = re.compile(PRINTABLE)


class ControlCharacters:
    """Refuses before any route could take a part of the path for an id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = unquote_plus(scope["query_string"].decode("latin-1"))
            if not (is_printable(scope["path"]) and is_printable(query)):
                refusal = Problem(
                    400,
                    "control_character",
                    "The path or a query parameter holds a control character, such as %00 or %0A. "
                    "Send ids and cursors exactly as you got them.",
                )
                await refusal.response(scope)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_printable(text: str) -> bool:
    """Whether text holds no control character."""
    return _PRINTABLE.fullmatch(text) is not None
