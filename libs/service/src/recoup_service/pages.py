"""What web pages need around them: their assets, and a page instead of JSON when one fails."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable
from mimetypes import guess_type
from types import MappingProxyType
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.stdlib.get_logger(__name__)
FOR_EVER = "public, max-age=31536000, immutable"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class PageAssets:
    """Scripts, styles and pictures: in memory, under an address that changes when they do."""

    def __init__(self, folder: Traversable, headers: Mapping[str, str] = NO_HEADERS) -> None:
        contents = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        self.root = f"/static/{sha256(b''.join(sorted(contents.values()))).hexdigest()[:10]}"
        """Browsers may keep what is below it for ever."""
        self._headers = {**headers, "Cache-Control": FOR_EVER}
        self._files = {
            f"{self.root}/{name}": (content, guess_type(name)[0])
            for name, content in contents.items()
        }

    def answer(self, path: str) -> Response | None:
        found = self._files.get(path)
        if found is None:
            return None
        content, kind = found
        return Response(content, headers=self._headers, media_type=kind)


class ServesAssets:
    """Nobody has to be known for them; there is nothing in them."""

    def __init__(self, app: ASGIApp, assets: PageAssets) -> None:
        self._app = app
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        answer = self._assets.answer(scope["path"]) if reads else None
        await (answer or self._app)(scope, receive, send)


class ShowsFailures:
    """A page that fails by our mistake is a page, too."""

    def __init__(self, app: ASGIApp, page: Callable[[Request], Response]) -> None:
        self._app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Any) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            log.exception("page failed")
            await self._page(Request(scope))(scope, receive, send)
