"""The operators' door: open to the machine the service runs on, and to nobody across the network."""

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_service.api.control_characters import ControlCharacters
from recoup_service.api.limits import BodyLimit
from recoup_service.api.problems import Problem
from recoup_service.api.requests import Requests
from recoup_service.api.translation import TRANSLATED, answer
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.operator_api import events, parked, projections
from recoup_service.operator_api.operations import Operations

LOOPBACK = ("127.0.0.1", "::1")
MOST_BODY_BYTES = 4 * 2**20
"""An edit carries a whole value, which may be as large as Kafka lets it be."""


class OperatorApi:
    """Lets operators in once the service has opened."""

    def __init__(self, http: HttpMetrics) -> None:
        self._app = FastAPI(
            openapi_url=None,
            redirect_slashes=False,
            exception_handlers=dict.fromkeys(TRANSLATED, answer),
            telemetry={"metrics": False, "logs": False, "operation_spans": False},
        )
        self._app.state.operations = None
        self._app.router.routes.extend(parked.router.routes)
        self._app.router.routes.extend(events.router.routes)
        self._app.router.routes.extend(projections.router.routes)
        self._app.add_middleware(ControlCharacters)
        self._app.add_middleware(BodyLimit, most_bytes=MOST_BODY_BYTES, refused=http.refused)
        self._app.add_middleware(SameMachine)
        self._app.add_middleware(Requests, metrics=http)

    def open(self, operations: Operations) -> None:
        self._app.state.operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class SameMachine:
    """Whoever scrapes metrics over the network must not read or change what customers' messages say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["client"] or ("",))[0] not in LOOPBACK:
            refusal = Problem(
                403,
                "operators_only",
                "Parked messages and events are open to the machine the service runs on. Come from there: "
                "`kubectl port-forward` to the pod, or a shell beside the process.",
            )
            await refusal.response(scope)(scope, receive, send)
            return
        await self._app(scope, receive, send)
