"""An app on a port for as long as a block lasts; what was accepted is answered before it ends."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

DRAIN_SECONDS = 20


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process has one owner of signals, and it is not one of its two servers."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Gives the port, which is another one than asked for when that was 0."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http="httptools",
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
    running = asyncio.create_task(server.serve(sockets=[listening]), name=f"http {port}")
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await running
