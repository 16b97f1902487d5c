"""The API's description, worded for the one who integrates it, and the page that shows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from recoup_service.problems import MEDIA_TYPE, ProblemDocument

CONVENTIONS = """

**Conventions**

* **Authentication**: send `Authorization: Bearer rk_...`. Each operation names its scope.
* **Retries**: give every `POST` an `Idempotency-Key`; sending it again is then always safe.
* **Changes**: send `If-Match` with the `ETag` you last saw, so nobody's change is lost.
* **Problems**: anything but a 2xx is `application/problem+json`. Branch on `code`; `detail` says
  what to do next; quote `request_id` when you ask for help.
* **Lists**: follow `next_cursor` while `has_more` is true; a cursor is opaque.
* **Money**: whole minor units (cents, yen, fils) with an ISO 4217 currency; never a float.
"""
_EVERY = {
    "400": "The body, the cursor or a header cannot be read. Correct it.",
    "401": "No API key, or one that is unknown, expired or revoked. Use a living one.",
    "403": "The API key lacks the scope this operation names. Use one that has it.",
    "404": "It does not exist, or not for you. Check the id.",
    "422": "Parts of the request are missing or wrong; `errors` points at each. Correct them.",
    "500": "Our mistake. Try again; if it stays, tell us the `request_id`.",
    "503": "Nothing was done. Send the same again after `Retry-After` seconds.",
}
_WRITES = {
    "409": "The present state does not allow it, or the same request is running. See `code`.",
    "412": "It has changed since the version in `If-Match`. GET it and decide again.",
    "413": "The body is too large. Send fewer things per request.",
    "415": "The body is not marked as JSON. Send `Content-Type: application/json`.",
    "428": "`If-Match` is missing. Send the `ETag` you decided on.",
}


class Api(FastAPI):
    """Describes itself with our problems in place of FastAPI's validation error."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = _with_problems(
                get_openapi(
                    title=self.title,
                    version=self.version,
                    description=self.description + CONVENTIONS,
                    routes=self.routes,
                )
            )
        return self.openapi_schema


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    components["responses"] = {
        f"Problem{status}": {
            "description": meaning,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, meaning in {**_EVERY, **_WRITES}.items()
    }
    for method, operation in _operations(schema):
        possible = _EVERY if method == "get" else {**_EVERY, **_WRITES}
        operation["responses"] |= {
            status: {"$ref": f"#/components/responses/Problem{status}"} for status in possible
        }
    return schema


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in schema["paths"].values():
        yield from path.items()


async def _to_docs(_request: Request) -> Response:
    return RedirectResponse("docs/")


def mount_docs(app: FastAPI) -> None:
    """Serve the description at ``/docs``, with every byte from this process."""
    app.add_route("/docs", _to_docs, include_in_schema=False)
    assets = StaticFiles(packages=[("fastapi_swagger", "resources")])
    app.mount("/docs/assets", assets, name="docs-assets")
    page = StaticFiles(packages=[("recoup_service", "static")], html=True)
    app.mount("/docs", page, name="docs")
