"""The gateway's process: opens its private port, then its public one, and drains before it stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import structlog
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from gateway.app import gateway_app
from gateway.routes import known_routes
from gateway.settings import GatewaySettings
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.server import serving
from recoup_service.stateless import private_app, run_stateless

log = structlog.stdlib.get_logger(__name__)
KEEP_ALIVE_SECONDS = 60.0
"""Shorter than a service keeps a connection, so that nothing is sent into one that it is closing."""


def run() -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    run_stateless("gateway", GatewaySettings, serve)


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
