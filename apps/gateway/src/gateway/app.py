"""The gateway as an app: its own reference, and everything else by the table of routes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ExceptionHandler

from gateway.proxy import Proxy
from gateway.reference import Reference
from gateway.routes import Routes
from gateway.settings import GatewaySettings
from recoup_service.api.openapi import mount_docs
from recoup_service.api.overload import Overload
from recoup_service.api.requests import Requests
from recoup_service.api.translation import answer
from recoup_service.observability.http_metrics import HttpMetrics


def gateway_app(
    routes: Routes, settings: GatewaySettings, session: ClientSession, metrics: HttpMetrics
) -> Starlette:
    """Needs a session that follows no redirects and leaves bodies as they are."""
    addresses: Mapping[str, str] = {s: settings.address_of(s) for s in routes.services}
    app = Starlette(
        routes=[
            Route("/openapi.json", Reference(addresses, session, settings.reference_seconds).show)
        ],
        middleware=[
            Middleware(Requests, metrics=metrics),
            Middleware(Overload, metrics=metrics, most=settings.max_concurrent_requests),
        ],
        exception_handlers=dict.fromkeys(
            (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED), cast(ExceptionHandler, answer)
        ),
    )
    mount_docs(app)
    app.router.routes.append(Mount("", Proxy(routes, addresses, session)))
    return app
