"""The API's description, worded for the one who integrates it, and the page that shows it."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from recoup_service.api import route_docs
from recoup_service.api.header_docs import HEADERS, NOT_MODIFIED, with_headers
from recoup_service.api.narrowing import narrow_parameters, narrow_schemas

CONVENTIONS = """

**Conventions**

* **Authentication**: send an API key as `Authorization: Bearer rk_...`, or, where people sign in, the
  access token of their issuer in its place. Each operation names its scope.
* **Retries**: give every `POST` an `Idempotency-Key`; sending it again is then always safe.
* **Changes**: send `If-Match` with the `ETag` you last saw, so nobody's change is lost.
* **Names**: a field or a query parameter that is not described here is a mistake, and a 422.
* **Problems**: anything but a 2xx is `application/problem+json`. Branch on `code`; `detail` says
  what to do next, and docs/reference/problems.md what each code means; quote `request_id` when you ask for help.
* **Limits**: `RateLimit` says how many requests you have left. A 429 or a 503 did nothing: wait
  the seconds in `Retry-After`.
* **Lists**: follow `next_cursor` while `has_more` is true. A cursor is opaque, and is that of one list
  with its filters and its `sort`: send the same ones with each page. `sort=due_date` lists upwards, and
  `sort=-due_date` downwards, by the columns that a list names.
* **Reading**: `If-None-Match` with an `ETag` you have answers 304 while nothing has changed; `HEAD` works
  wherever `GET` does; lists come packed to whoever sends `Accept-Encoding: gzip`.
* **Dates**: days are `YYYY-MM-DD`, moments have their offset from UTC; a number is neither.
* **What goes** says so for twelve months, by `Deprecation` and `Sunset` headers.
* **Texts**: spaces at their ends are left out, and a text of spaces alone is as good as none.
* **Whole numbers** are written without a decimal point: `3`, not `3.0`.
* **Formats** beyond JSON Schema's, such as `iso-4217`, `iso-3166-1`, `time-zone` or `iban`, say which list or
  check digits decide: what those do not know is a 422.
* **Money**: a decimal number in a string and an ISO 4217 currency, such as
  `{"currency": "EUR", "amount": "12.50"}`; never a float.
"""


CONTACT = {"name": "The Recoup contributors"}
LICENSE = {"name": "MIT License", "identifier": "MIT"}


class Api(FastAPI):
    """Describes itself with our problems in place of FastAPI's validation error."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = _documented(
                get_openapi(
                    title=self.title,
                    version=self.version,
                    description=self.description + CONVENTIONS,
                    routes=self.routes,
                    tags=tags_of(self.routes),
                    contact=CONTACT,
                    license_info=LICENSE,
                )
            )
        return self.openapi_schema


def tags_of(routes: Iterable[object]) -> list[dict[str, Any]]:
    """What each part of the API is about: the first sentence of the module that begins it."""
    described: dict[str, str] = {}
    for route in routes:
        if isinstance(route, APIRoute):
            module = sys.modules[route.endpoint.__module__]
            for tag in map(str, route.tags):
                described.setdefault(tag, (module.__doc__ or "").split("\n\n")[0].strip())
    return [{"name": name, "description": described[name]} for name in sorted(described)]


def _documented(schema: dict[str, Any]) -> dict[str, Any]:
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)
    schemas |= route_docs.schemas()
    components["responses"] = {**route_docs.responses(), "NotModified": NOT_MODIFIED}
    components["headers"] = dict(HEADERS)
    components["securitySchemes"] = {"api_key": route_docs.API_KEY, "user": route_docs.USER}
    for method, operation in _operations(schema):
        _without_version(operation)
        _with_named_ids(operation)
        narrow_parameters(operation)
        with_headers(method, operation, schemas)
        parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
        operation["responses"] |= {
            str(kind.status): {"$ref": f"#/components/responses/{kind.name}"}
            for kind in route_docs.possible(
                method, changes="If-Match" in parameters, named=operation["responses"]
            )
        }
    narrow_schemas(schema)
    return schema


def _without_version(operation: dict[str, Any]) -> None:
    """What is only being made has no version that one could have seen."""
    if "201" in operation["responses"]:
        operation["parameters"] = [
            parameter for parameter in operation["parameters"] if parameter["name"] != "If-Match"
        ]


def _with_named_ids(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            parameter.setdefault("description", "Recoup's id of it.")


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in schema["paths"].values():
        yield from path.items()


async def _to_docs(_request: Request) -> Response:
    return RedirectResponse("docs/")


def mount_docs(app: Starlette) -> None:
    """Serve the description at ``/docs``, with every byte from this process."""
    app.add_route("/docs", _to_docs, include_in_schema=False)
    assets = StaticFiles(packages=[("fastapi_swagger", "resources")])
    app.mount("/docs/assets", assets, name="docs-assets")
    page = StaticFiles(packages=[("recoup_service.api", "static")], html=True)
    app.mount("/docs", page, name="docs")
