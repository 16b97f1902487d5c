"""The portal's process."""

import asyncio
import ssl
from typing import NoReturn

import httpx
import structlog

from portal.app import portal_app
from portal.ports import Ports
from portal.settings import PortalSettings
from recoup_service.clock import SystemClock
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.server import serving
from recoup_service.stateless import private_app, run_stateless

log = structlog.stdlib.get_logger(__name__)
ANSWER_SECONDS = 8.0
"""Longer nobody waits for a page."""


def run() -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    run_stateless("portal", PortalSettings, serve)


async def serve(settings: PortalSettings, stopping: asyncio.Event) -> None:
    """Serve until stopped; what was accepted by then is answered."""
    metrics = HttpMetrics()
    host = settings.http_host
    async with (
        serving(
            private_app(metrics, stopping),
            *(host, settings.admin_port, settings.of_private_port(), metrics.refused),
        ) as admin_port,
        httpx.AsyncClient(
            base_url=settings.portal_api,
            timeout=ANSWER_SECONDS,
            verify=ssl.create_default_context(),
            trust_env=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=50),
        ) as client,
        serving(
            portal_app(Ports(settings, client, SystemClock()), metrics),
            *(host, settings.http_port, settings, metrics.refused),
        ) as http_port,
    ):
        log.info("serving", http_port=http_port, admin_port=admin_port)
        await stopping.wait()
        log.info("stopping")
    log.info("stopped")
