"""Which problem each exception is to the one who asked; HTTP status is chosen here and nowhere else."""

from collections.abc import Mapping
from functools import singledispatch
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable
from recoup_eventstore.errors import (
    EventTooLarge,
    KeyReused,
    ReadOnly,
    RequestRunning,
    StreamConflict,
    Unavailable,
    Unstorable,
)
from recoup_service.api.pointers import mistakes
from recoup_service.api.problems import Mistake, Problem

log = structlog.stdlib.get_logger(__name__)
_ROUTING: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: ("malformed_body", "The body could not be read. Send UTF-8 JSON."),
        404: ("no_such_path", "Nothing is served at this path. /openapi.json lists what is."),
        405: ("method_not_allowed", "This path does not take this method. See the Allow header."),
    }
)


_STORE: Mapping[type[Exception], Problem] = MappingProxyType(
    {
        StreamConflict: Problem(
            409,
            "write_conflict",
            "Others kept changing the same thing while this was decided; nothing was done. "
            "Send it again.",
            headers={"Retry-After": "1"},
        ),
        RequestRunning: Problem(
            409,
            "request_running",
            "The first request with this Idempotency-Key is still being worked on. "
            "Send it again in a second to get its answer.",
            headers={"Retry-After": "1"},
        ),
        KeyReused: Problem(
            422,
            "idempotency_key_reused",
            "This Idempotency-Key was used for a request with another method, path or body. "
            "Use a new key for a new request, and the same body for a retry.",
        ),
        Unstorable: Problem(
            422,
            "unstorable",
            "Something in the request cannot be kept: a NUL character, a number out of range or an id "
            "of thousands of characters. Nothing was done; correct it and send it again.",
        ),
        ReadOnly: Problem(
            503,
            "read_only",
            "The service can be read but takes no changes at the moment; nothing was done. "
            "Send it again after the seconds in Retry-After.",
            headers={"Retry-After": "5"},
        ),
        Unavailable: Problem(
            503,
            "unavailable",
            "The service cannot reach its store at the moment, and may not know what became of this "
            "request. Send it again after the seconds in Retry-After: with the same "
            "Idempotency-Key it is done once, and its answer is the same.",
            headers={"Retry-After": "2"},
        ),
    }
)
_OURS = Problem(
    500,
    "internal_error",
    "This is our mistake, not yours. Try again with the same Idempotency-Key; if it stays, "
    "tell us the request_id.",
)
"""What no rule below knows; it tells nothing."""


@singledispatch
def problem_of(error: Exception) -> Problem:
    """The problem to answer with."""
    return next((problem for kind, problem in _STORE.items() if isinstance(error, kind)), _OURS)


@problem_of.register
def _(error: Problem) -> Problem:
    return error


@problem_of.register
def _(error: Refused) -> Problem:
    return _refusal(409, error)


@problem_of.register
def _(error: Missing) -> Problem:
    return _refusal(404, error)


@problem_of.register
def _(error: EventTooLarge) -> Problem:
    return _refusal(413, error)


@problem_of.register
def _(error: Unacceptable) -> Problem:
    return _refusal(422, error)


def _refusal(status: int, error: Refused) -> Problem:
    where = [] if error.pointer is None else [Mistake(detail=error.detail, pointer=error.pointer)]
    return Problem(status, error.code, error.detail, where)


@problem_of.register
def _(error: HTTPException) -> Problem:
    code, detail = _ROUTING.get(
        error.status_code, (HTTPStatus(error.status_code).name.lower(), error.detail)
    )
    return Problem(error.status_code, code, detail, headers=error.headers)


def allowed(app: Any, path: str) -> str:
    """The methods of every route that has this path, for ``Allow``; a route knows its own alone."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    found: set[str] = set()
    for route in app.routes:
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return ", ".join(sorted(found | ({"HEAD"} if "GET" in found else set())))


@problem_of.register
def _(error: RequestValidationError) -> Problem:
    if isinstance(error.body, bytes):
        return Problem(
            415,
            "unsupported_media_type",
            "The body is not marked as JSON. Send it with Content-Type: application/json.",
        )
    found = error.errors()
    if found[0]["type"] == "json_invalid":
        return Problem(
            400,
            "malformed_json",
            f"The body is not JSON: {found[0]['ctx']['error']} at character {found[0]['loc'][1]}.",
        )
    return Problem(
        422,
        "invalid_request",
        "Some parts of the request are missing or wrong. Correct each one listed in errors and "
        "send it again.",
        mistakes(found, error.body),
    )


async def answer(request: Request, error: Exception) -> Response:
    """The exception handler for every class above."""
    problem = problem_of(error)
    if isinstance(error, Unavailable):
        log.warning("store unavailable", reason=str(error))  # the answer does not say it
    if problem.status_code == 405:
        problem.headers = {"Allow": allowed(request.app, request.url.path)}
    return problem.response(request.scope)


TRANSLATED = (*_STORE, Refused, HTTPException, RequestValidationError)
