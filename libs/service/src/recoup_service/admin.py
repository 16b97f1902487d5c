"""The private side: probes, metrics and the driver's questions, on a port of their own."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from recoup_eventstore.errors import Unavailable
from recoup_service.observability.exposition import exposition
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi


def admin_app(watch: Watch, operators: OperatorApi) -> Starlette:
    """``/livez`` restart me, ``/readyz`` send me requests, ``/metrics``, ``/quiet``, ``/parked``."""

    async def livez(_request: Request) -> Response:
        stuck = watch.stuck()
        return _verdict({"stuck": list(stuck)}, good=not stuck)

    async def readyz(_request: Request) -> Response:
        complaints = await watch.complaints()
        body = {"complaints": complaints, "warnings": watch.known_warnings()}
        return _verdict(body, good=not complaints)

    async def metrics(_request: Request) -> Response:
        text = exposition(await watch.samples())
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    async def quiet(_request: Request) -> Response:
        try:
            return JSONResponse(await watch.quiet())
        except Unavailable as error:
            return JSONResponse({"detail": f"ask again: {error}"}, 503)

    questions = {"/livez": livez, "/readyz": readyz, "/metrics": metrics, "/quiet": quiet}
    routes = [Route(path, answer) for path, answer in questions.items()]
    return Starlette(routes=[*routes, Mount("", operators)])


def _verdict(body: Mapping[str, Any], *, good: bool) -> Response:
    return JSONResponse(body, 200 if good else 503)
