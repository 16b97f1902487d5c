"""The public side: routers behind one id, one log line, one size limit and one locked door."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from recoup_service.api.auth import PROTECTED, Authentication
from recoup_service.api.compression import Compression
from recoup_service.api.control_characters import ControlCharacters
from recoup_service.api.keys import KeyRing
from recoup_service.api.limits import BodyLimit
from recoup_service.api.oidc.users import Users
from recoup_service.api.openapi import Api, mount_docs
from recoup_service.api.overload import Overload
from recoup_service.api.portal_caller import PortalCallers
from recoup_service.api.query_parameters import declared
from recoup_service.api.quotas import Quotas
from recoup_service.api.representations import Representations
from recoup_service.api.request_context import Ports, is_open, needs_of
from recoup_service.api.requests import Requests
from recoup_service.api.route_docs import asking, with_scope
from recoup_service.api.translation import TRANSLATED, answer
from recoup_service.limits import HttpLimits
from recoup_service.observability.http_metrics import HttpMetrics

OPEN = "/open"
"""Where what is proven by the request itself is asked for: links in mails, callbacks of providers."""


class UnscopedRoute(Exception):
    """A bug: a route that anybody could call."""


def public_app(
    routers: Sequence[APIRouter],
    ports: Ports,
    keys: KeyRing,
    http: HttpMetrics,
    *,
    title: str,
    description: str,
    limits: HttpLimits,
    users: Users | None = None,
    portal: PortalCallers | None = None,
) -> FastAPI:
    """Assemble the API; refuses a route without a scope."""
    app = Api(
        title=title,
        description=description,
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=dict.fromkeys(TRANSLATED, answer),
        # Metrics are Prometheus's here, and FastAPI's telemetry logs quote what people sent.
        telemetry={"metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.ports = ports
    app.state.declared = declared(route for router in routers for route in router.routes)
    for router in routers:
        for route in router.routes:
            _lock(route)
        # Including a router would build its routes once more, at the first request.
        app.router.routes.extend(router.routes)
    mount_docs(app)
    # The last one added is the first one a request meets.
    app.add_middleware(Representations)
    app.add_middleware(Compression)
    app.add_middleware(ControlCharacters)
    quotas = Quotas(limits, http.refused)
    app.add_middleware(
        Authentication, keys=keys, users=users, clock=ports.clock, quotas=quotas, portal=portal
    )
    app.add_middleware(BodyLimit, most_bytes=limits.max_body_bytes, refused=http.refused)
    app.add_middleware(Overload, metrics=http, most=limits.max_concurrent_requests)
    app.add_middleware(Requests, metrics=http)
    return app


def _lock(route: Any) -> None:
    path, needed = path_of(route), needs_of(route)
    if is_open(route) and path.startswith(f"{OPEN}/"):
        route.include_in_schema = False  # no integrator calls it
        return
    if needed is None or not path.startswith(f"{PROTECTED}/"):
        raise UnscopedRoute(
            f"{path}: a route lies under {PROTECTED}/ and takes "
            "`context: Annotated[RequestContext, needs('<resource>:read')]`"
        )
    route.openapi_extra = {**(route.openapi_extra or {}), **asking(needed.scope)}
    route.description = with_scope(route.description, needed.scope)
    route.operation_id = route.operation_id or route.name


def path_of(route: Any) -> str:
    """Its template, for whoever asks what an app serves."""
    return str(route.path) if isinstance(route, APIRoute) else repr(route)
