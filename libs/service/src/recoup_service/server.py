"""An app on a port for as long as a block lasts; what was accepted is answered before it ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from recoup_service.edge.connections import Connections
from recoup_service.edge.protocol import limited
from recoup_service.limits import HttpLimits

DRAIN_SECONDS = 20


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process has one owner of signals, and it is not one of its two servers."""
        yield


@asynccontextmanager
async def serving(
    app: ASGIApp, host: str, port: int, limits: HttpLimits, refused: Counter[str]
) -> AsyncIterator[int]:
    """Gives the port, which is another one than asked for when that was 0."""
    config = uvicorn.Config(
        _behind_proxies(app, limits),
        host=host,
        port=port,
        http=limited(Connections(limits, refused)),
        timeout_keep_alive=limits.keep_alive_seconds,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = _Server(config)
    listening = config.bind_socket()
    listening.listen(config.backlog)
    running = asyncio.create_task(server.serve(sockets=[listening]), name=f"http {port}")
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await running


def _behind_proxies(app: Any, limits: HttpLimits) -> Any:
    if not limits.trusted_proxies:
        return app
    return ProxyHeadersMiddleware(app, [str(network) for network in limits.trusted_proxies])
