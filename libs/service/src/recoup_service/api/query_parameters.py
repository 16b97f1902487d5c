"""A query parameter that a route does not declare is refused: a filter misspelt would show everything."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request

Declared = Mapping[Callable[..., Any], frozenset[str]]
"""The names each endpoint takes."""
MOST_TOLD = 20
LONGEST_COMPARED = 60
"""Comparing takes the square of the length."""


def declared(routes: Iterable[object]) -> Declared:
    """Found once, when an app is put together."""
    return {
        route.endpoint: frozenset(_names(route.dependant))
        for route in routes
        if isinstance(route, APIRoute)
    }


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for dependency in dependant.dependencies:
        yield from _names(dependency)


def refuse_unknown(request: Request) -> None:
    """Raises what FastAPI raises for a parameter that it cannot read."""
    if not request.scope["query_string"]:
        return
    known: frozenset[str] = request.app.state.declared[request.scope["endpoint"]]
    names = (name for name in request.query_params if name not in known)
    unknown = list(islice(names, MOST_TOLD))
    if unknown:
        raise RequestValidationError([_mistake(name, known) for name in unknown])


def _mistake(name: str, known: frozenset[str]) -> Mapping[str, Any]:
    instead = {"name": name, "known": sorted(known)}
    return {"type": "query_parameter_unknown", "loc": ("query", name), "ctx": instead}


def suggestion(context: Mapping[str, Any]) -> str:
    """What the one who sent an unknown parameter does next."""
    known = context["known"]
    unknown = "Nothing of this name is known here."
    if close := get_close_matches(context["name"][:LONGEST_COMPARED].lower(), known, n=1):
        return f"{unknown} Did you mean {close[0]}?"
    if known:
        return f"{unknown} Send one of {', '.join(known)}, or leave it out."
    return f"{unknown} This operation takes no query parameters; leave it out."
