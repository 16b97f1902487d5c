"""The process of what keeps nothing: no database and no topic behind it, such as the gateway and the portal."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import uvloop
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic_settings import BaseSettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from recoup_service import gc_tuning
from recoup_service.observability import logs
from recoup_service.observability.exposition import exposition
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import from_environment

S = TypeVar("S", bound=BaseSettings)


def run_stateless(
    name: str, settings_class: type[S], serve: Callable[[S, asyncio.Event], Awaitable[None]]
) -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    logs.configure(name)
    if sys.argv[1:] != ["serve"]:
        sys.stderr.write(f"usage: python -m {name} serve\n")
        sys.exit(2)
    settings = from_environment(settings_class)
    gc_tuning.settle()

    async def until_stopped() -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        await serve(settings, stopping)

    uvloop.run(until_stopped())
    sys.exit(0)


def private_app(metrics: HttpMetrics, stopping: asyncio.Event) -> Starlette:
    """``/livez``, ``/readyz``, ``/metrics``; that a service is away is not this process's state."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({})

    async def readyz(_request: Request) -> Response:
        complaints = {"process": "is stopping"} if stopping.is_set() else {}
        return JSONResponse({"complaints": complaints, "warnings": {}}, 503 if complaints else 200)

    async def numbers(_request: Request) -> Response:
        return Response(exposition(metrics.samples()), media_type=CONTENT_TYPE_LATEST)

    questions = {"/livez": livez, "/readyz": readyz, "/metrics": numbers}
    return Starlette(routes=[Route(path, answer) for path, answer in questions.items()])
