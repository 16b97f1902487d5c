"""Says no at once when too much is under way, instead of answering everybody late."""

from starlette.types import ASGIApp, Receive, Scope, Send

from recoup_service.api.problems import Problem
from recoup_service.observability.http_metrics import HttpMetrics


class Overload:
    """A request above the limit is refused before it is authenticated or read."""

    def __init__(self, app: ASGIApp, metrics: HttpMetrics, most: int) -> None:
        self._app = app
        self._metrics = metrics
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._metrics.in_flight > self._most:
            self._metrics.refused["overloaded"] += 1
            await _overloaded().response(scope)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _overloaded() -> Problem:
    return Problem(
        503,
        "overloaded",
        "Too much is asked of the service at the moment; nothing was done. "
        "Send it again after the seconds in Retry-After.",
        headers={"Retry-After": "1"},
    )
