"""The pages, put together."""

from asyncio import sleep
from time import monotonic

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.ports import Ports
from portal.render import ASSETS, bare_page
from portal.routes import (
    account,
    answering,
    disputes,
    disputing,
    documents,
    entering,
    instalments,
    paying,
    reaching,
    taking_time,
)
from portal.visit import LinkRefused, NotHere, NotOurs, ServiceAway
from portal.words import Words, first_known, words_in
from recoup_service.api.control_characters import ControlCharacters
from recoup_service.api.limits import BodyLimit
from recoup_service.api.overload import Overload
from recoup_service.api.rates import Allowances, Rate
from recoup_service.api.requests import Requests
from recoup_service.limits import peer_of
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.pages import ServesAssets, ShowsFailures

ROUTES = (
    *(entering, account, documents, paying, taking_time, instalments),
    *(disputing, disputes, reaching, answering),
)
REFUSED_SECONDS = 0.25
"""So long takes every answer to a link that does not work, whatever is wrong with it."""


def portal_app(ports: Ports, metrics: HttpMetrics) -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={
            LinkRefused: _link_refused,
            ServiceAway: _away,
            NotOurs: _not_ours,
            NotHere: _not_here,
            HTTPException: _refused,
        },
        telemetry={"metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.ports = ports
    for routes in ROUTES:
        app.router.routes.extend(routes.router.routes)
    settings = ports.settings
    app.add_middleware(ServesAssets, assets=ASSETS)
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=6)
    app.add_middleware(ControlCharacters)
    app.add_middleware(BodyLimit, most_bytes=settings.max_body_bytes, refused=metrics.refused)
    app.add_middleware(Paced, requests_per_minute=settings.portal_requests_per_minute)
    app.add_middleware(Overload, metrics=metrics, most=settings.max_concurrent_requests)
    app.add_middleware(ShowsFailures, page=_failed)
    app.add_middleware(Requests, metrics=metrics)
    return app


class Paced:
    """So many requests a minute from one address: whoever tries links tries few."""

    def __init__(self, app: ASGIApp, requests_per_minute: int) -> None:
        self._app = app
        self._allowances = Allowances(Rate("visitor", requests_per_minute, 60))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["state"]["began"] = monotonic()
            allowance = self._allowances.spend(peer_of((scope.get("client") or ("",))[0]))
            if not allowance.allowed:
                page = bare_page(_words(Request(scope)), "busy", 429)
                page.headers["Retry-After"] = str(allowance.seconds)
                await page(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _words(request: Request) -> Words:
    return words_in(first_known(request.headers.get("Accept-Language", "")[:200]))


async def _link_refused(request: Request, error: Exception) -> Response:
    spent = monotonic() - request.state.began
    await sleep(max(0.0, REFUSED_SECONDS - spent))
    return bare_page(_words(request), "link", 404)


def _failed(request: Request) -> Response:
    return bare_page(_words(request), "away", 500)


async def _away(request: Request, error: Exception) -> Response:
    return bare_page(_words(request), "away", 503)


async def _not_ours(request: Request, error: Exception) -> Response:
    return bare_page(_words(request), "form", 403)


async def _not_here(request: Request, error: Exception) -> Response:
    return bare_page(_words(request), "not_found", 404)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 413:
        return bare_page(_words(request), "large", 413)
    if error.status_code >= 500:
        return bare_page(_words(request), "away", error.status_code)
    return bare_page(_words(request), "not_found", error.status_code)
