"""Around every request: its id, its log line, its duration, safe headers, and the last catch."""

from collections.abc import Collection, Mapping
from time import perf_counter
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recoup_service.api.deprecation import DEPRECATION
from recoup_service.api.idempotency import REPLAYED
from recoup_service.api.quotas import RATE_LIMIT
from recoup_service.api.rates import RawHeaders
from recoup_service.api.translation import problem_of
from recoup_service.ids import new_id
from recoup_service.observability.http_metrics import HttpMetrics

log = structlog.stdlib.get_logger(__name__)
_REQUEST_ID = b"request-id"
_REPLAYED = REPLAYED.lower().encode()
_SAFE = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        b"frame-ancestors 'none'",
    ),
)
"""Unless the answer itself says otherwise."""


class Requests:
    """The outermost middleware; what it does not see did not happen."""

    def __init__(self, app: ASGIApp, metrics: HttpMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id = new_id()
        scope.setdefault("state", {}).update(correlation_id=id, request_id=f"req_{id.hex}")
        answered = _Answered(send, scope["state"])
        started = perf_counter()
        self._metrics.in_flight += 1
        with structlog.contextvars.bound_contextvars(request_id=scope["state"]["request_id"]):
            try:
                await self._handle(scope, receive, answered)
            finally:
                self._metrics.in_flight -= 1
                self._metrics.replayed += answered.replayed
                self._tell(scope, answered.status, perf_counter() - started)

    async def _handle(self, scope: Scope, receive: Receive, answered: "_Answered") -> None:
        try:
            await self._app(scope, receive, answered.send)
        except Exception as error:
            log.exception("request failed")
            if answered.status:
                raise
            await problem_of(error).response(scope)(scope, receive, answered.send)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = template(scope)
        self._metrics.observe(scope["method"], route, status, seconds)
        log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            actor=scope["state"].get("actor"),
        )


class _Answered:
    def __init__(self, send: Send, state: Mapping[str, Any]) -> None:
        self._send = send
        self._state = state
        self.status = 0
        self.replayed = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            recorded = {name for name, _ in headers}
            self.replayed = _REPLAYED in recorded
            safe = [header for header in _SAFE if header[0] not in recorded]
            ours = (*self._state.get(RATE_LIMIT, ()), *self._state.get(DEPRECATION, ()))
            message = {
                **message,
                "headers": [*headers, *self._request_id(recorded), *ours, *safe],
            }
        await self._send(message)

    def _request_id(self, recorded: Collection[bytes]) -> RawHeaders:
        """An answer that was passed on has the id that is in the log of who gave it."""
        if _REQUEST_ID in recorded:
            return ()
        return ((_REQUEST_ID, self._state["request_id"].encode()),)


def template(scope: Scope) -> str:
    """The route a request took, as it stands in the API description; ids left out."""
    route: Any = scope.get("route")
    return getattr(route, "path", "unknown")
