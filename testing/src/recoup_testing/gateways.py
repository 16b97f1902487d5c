"""A gateway that listens, and one service behind it; the other service of its table is away."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from gateway.app import gateway_app
from gateway.main import client_session
from gateway.routes import Routes
from gateway.settings import GatewaySettings
from recoup_service.limits import HttpLimits
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.server import serving

ROUTES = Routes({"/v1/invoices": "invoice", "/v1/plans": "payment-plan"})
HOST = "127.0.0.1"
NOBODY = f"http://{HOST}:9"


@asynccontextmanager
async def gateway_to(
    invoice: ASGIApp,
    limits: HttpLimits | None = None,
    routes: Routes = ROUTES,
    **settings: float,
) -> AsyncIterator[str]:
    """Its address; ``/v1/invoices`` leads to this app."""
    async with (
        serving(invoice, HOST, 0, limits or HttpLimits(), Counter()) as port,
        gateway_before({"invoice": f"http://{HOST}:{port}"}, routes, **settings) as address,
    ):
        yield address


@asynccontextmanager
async def gateway_before(
    places: Mapping[str, str], routes: Routes, **settings: float
) -> AsyncIterator[str]:
    """Its address; services without a place are away."""
    addresses = {service: places.get(service, NOBODY) for service in routes.services}
    chosen = GatewaySettings.model_validate(
        {"http_port": 0, "admin_port": 0, "service_addresses": addresses, **settings}
    )
    metrics = HttpMetrics()
    async with client_session(chosen) as session:
        app = gateway_app(routes, chosen, session, metrics)
        async with serving(app, HOST, 0, chosen, metrics.refused) as port:
            yield f"http://{HOST}:{port}"
