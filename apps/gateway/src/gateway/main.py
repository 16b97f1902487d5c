"""The gateway's process: opens its private port, then its public one, and drains before it stops."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import structlog
import uvloop
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.app import gateway_app
from gateway.routes import known_routes
from gateway.settings import GatewaySettings
from recoup_service import gc_tuning
from recoup_service.observability import logs
from recoup_service.observability.exposition import exposition
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.server import serving
from recoup_service.settings import from_environment

log = structlog.stdlib.get_logger(__name__)
KEEP_ALIVE_SECONDS = 60.0
"""Shorter than a service keeps a connection, so that nothing is sent into one that it is closing."""


def run() -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    logs.configure("gateway")
    if sys.argv[1:] != ["serve"]:
        sys.stderr.write("usage: python -m gateway serve\n")
        sys.exit(2)
    settings = from_environment(GatewaySettings)
    gc_tuning.settle()
    uvloop.run(_until_stopped(settings))
    sys.exit(0)


async def _until_stopped(settings: GatewaySettings) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await serve(settings, stopping)


async def serve(settings: GatewaySettings, stopping: asyncio.Event) -> None:
    """Serve until stopped; what was accepted by then is answered."""
    metrics = HttpMetrics()
    private = settings.of_private_port()
    host = settings.http_host
    async with (
        serving(
            private_app(metrics, stopping), host, settings.admin_port, private, metrics.refused
        ) as admin_port,
        client_session(settings) as session,
        serving(
            gateway_app(known_routes(), settings, session, metrics),
            host,
            settings.http_port,
            settings,
            metrics.refused,
        ) as http_port,
    ):
        log.info("serving", http_port=http_port, admin_port=admin_port)
        await stopping.wait()
        log.info("stopping")
    log.info("stopped")


@asynccontextmanager
async def client_session(settings: GatewaySettings) -> AsyncIterator[ClientSession]:
    """What speaks to the services: bodies as they are, no cookies of one caller for another."""
    connector = TCPConnector(
        limit=0,
        limit_per_host=settings.max_connections_per_service,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        ttl_dns_cache=5,
    )
    timeout = ClientTimeout(
        total=None,
        connect=settings.connect_seconds,
        sock_connect=settings.connect_seconds,
        sock_read=settings.answer_seconds,
    )
    async with ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        trust_env=False,
        max_line_size=64 * 1024,
        max_field_size=64 * 1024,
    ) as session:
        yield session


def private_app(metrics: HttpMetrics, stopping: asyncio.Event) -> Starlette:
    """``/livez``, ``/readyz``, ``/metrics``; that a service is away is not the gateway's state."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({})

    async def readyz(_request: Request) -> Response:
        complaints = {"process": "is stopping"} if stopping.is_set() else {}
        return JSONResponse({"complaints": complaints, "warnings": {}}, 503 if complaints else 200)

    async def numbers(_request: Request) -> Response:
        return Response(exposition(metrics.samples()), media_type=CONTENT_TYPE_LATEST)

    questions = {"/livez": livez, "/readyz": readyz, "/metrics": numbers}
    return Starlette(routes=[Route(path, answer) for path, answer in questions.items()])
