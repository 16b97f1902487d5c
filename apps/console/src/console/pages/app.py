"""The pages, put together: beside the console's API, on the same port."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from console.pages.render import ASSETS, bare_page
from console.pages.routes import (
    agencies,
    approvals,
    customers,
    disputes,
    drafts,
    imports,
    invoices,
    live,
    messages,
    offers,
    operations,
    overview,
    parked,
    payments,
    plans,
    promises,
    queues,
    saved_views,
    search,
    sign_in,
    simulations,
    statement,
    template_drafts,
    templates,
    time_machine,
    users,
    webhooks,
    workflows,
    worklist,
)
from console.pages.visit import COOKIE, ConsolePorts, Elsewhere, NotSignedIn
from recoup_eventstore.errors import Unavailable
from recoup_service.api.control_characters import ControlCharacters
from recoup_service.api.limits import BodyLimit
from recoup_service.api.overload import Overload
from recoup_service.api.problems import Problem
from recoup_service.api.quotas import Quotas
from recoup_service.api.requests import Requests
from recoup_service.limits import HttpLimits
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.pages import ServesAssets, ShowsFailures

ROUTES = (
    *(overview, customers, invoices, worklist, queues, operations),
    *(payments, approvals, disputes, offers, plans, promises, statement, saved_views),
    *(agencies,),
    *(workflows, drafts, simulations),
    *(parked, webhooks),
    *(templates, template_drafts, imports, users, time_machine),
    *(search, live, messages, sign_in),
)
_OURS = "This is our mistake, not yours. Load it again; if it stays, tell us the number below."
OF_THE_API = ("/v1", "/open", "/openapi.json")
MOST_BODY_BYTES = 64 * 1024


def pages_app(ports: ConsolePorts, http: HttpMetrics, limits: HttpLimits) -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={
            NotSignedIn: _to_sign_in,
            Elsewhere: _elsewhere,
            HTTPException: _refused,
            Unavailable: _unavailable,
        },
        telemetry={"metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.ports = ports
    app.state.quotas = Quotas(limits, http.refused)
    for routes in ROUTES:
        app.router.routes.extend(routes.router.routes)
    app.add_middleware(StaysSignedIn)
    app.add_middleware(ServesAssets, assets=ASSETS)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(ControlCharacters)
    app.add_middleware(BodyLimit, most_bytes=MOST_BODY_BYTES, refused=http.refused)
    app.add_middleware(Overload, metrics=http, most=limits.max_concurrent_requests)
    app.add_middleware(ShowsFailures, page=_broken)
    app.add_middleware(Requests, metrics=http)
    return app


class StaysSignedIn:
    """Whoever does something stays signed in: the session is sealed anew, at most once a minute."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Any) -> None:
            session = scope["state"].get("session")
            if message["type"] == "http.response.start" and session is not None:
                ports: ConsolePorts = scope["app"].state.ports
                used = ports.seal.used(session, ports.outside.now())
                if used is not None and not _sets_session(message["headers"]):
                    holder = Response()
                    sign_in.keep(holder, ports, used)
                    cookies = [each for each in holder.raw_headers if each[0] == b"set-cookie"]
                    message = {**message, "headers": [*message["headers"], *cookies]}
            await send(message)

        await self._app(scope, receive, sending)


def _sets_session(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    return any(
        name == b"set-cookie" and value.startswith(COOKIE.encode()) for name, value in headers
    )


class PagesBeforeApi:
    """Pages for people and the API share a port; whatever is not the API's is a page, if only one that says no."""

    def __init__(self, app: ASGIApp, pages: ASGIApp) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        is_api = any(path == each or path.startswith(f"{each}/") for each in OF_THE_API)
        chosen = self._app if scope["type"] != "http" or is_api else self._pages
        await chosen(scope, receive, send)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotSignedIn)
    onward = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("HX-Request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    if request.method == "GET" and not error.words:
        return RedirectResponse(f"/sign-in?next={quote(onward)}", 303)
    answer = bare_page(
        "sign_in.html",
        401,
        request.cookies.get("theme"),
        problem=error.words or "Sign in first; nothing was done.",
        onward=onward if request.method == "GET" else "/",
        takes_tokens=request.app.state.ports.authenticator.takes_tokens,
    )
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    return RedirectResponse(error.path, 303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error, Problem):
        return _problem(request, error.status_code, error.code, error.detail)
    words = "There is no such page. Look it up by Ctrl-K, or begin at the overview."
    return _problem(request, error.status_code, "not_found", words)


async def _unavailable(request: Request, error: Exception) -> Response:
    words = "The console's own database does not answer. Nothing is lost; load the page again in a moment."
    return _problem(request, 503, "store_unavailable", words)


def _broken(request: Request) -> Response:
    return _problem(request, 500, "internal_error", _OURS)


def _problem(request: Request, status: int, code: str, words: str) -> Response:
    return bare_page(
        "parts/problem.html" if request.headers.get("HX-Request") == "true" else "problem.html",
        status,
        request.cookies.get("theme"),
        http_status=status,
        code=code,
        words=words,
        request_id=request.state.request_id,
    )
