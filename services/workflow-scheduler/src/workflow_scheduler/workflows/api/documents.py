"""Workflows as documents: YAML is read as JSON is, and what is wrong in it is named by line and column."""

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import yaml
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recoup_events.kernel.refusals import Refused
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.translation import problem_of
from workflow_scheduler.workflows.api.schemas import NewWorkflow, WorkflowShown
from workflow_scheduler.workflows.api.yaml_reading import Document, UnreadableYaml, read_yaml

YAML = "application/yaml"
_NAMES = (YAML, "application/x-yaml", "text/yaml")
IN_YAML: dict[str, Any] = {
    "requestBody": {"content": {YAML: {"schema": {"type": "string", "maxLength": 262144}}}}
}
"""What the description says beside JSON."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DocumentRoute(APIRoute):
    """A route whose body may be YAML; its refusals then say the line and column, too."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_document(request: Request) -> Response:
            if request.headers.get("content-type", "").partition(";")[0].strip() not in _NAMES:
                _check_keys(await request.body(), request)
                return await handle(request)
            document = read_document(await request.body())
            try:
                return await handle(_as_json(request, document.value))
            except (Refused, HTTPException, RequestValidationError) as error:
                raise placed(problem_of(error), document) from error

        return handle_document


def _check_keys(body: bytes, request: Request) -> None:
    """JSON lets a key come twice, and the last one would win unseen."""
    if request.method not in ("POST", "PUT"):
        return

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Problem(
                400,
                "malformed_json",
                f"The key {twice!r} comes twice in one object; leave one out.",
            )
        return found

    try:
        json.loads(body, object_pairs_hook=members)
    except (ValueError, RecursionError):
        return  # what is no JSON is refused as everywhere


def read_document(body: bytes) -> Document:
    """Raise the ``Problem`` that names the place."""
    try:
        return read_yaml(body)
    except UnreadableYaml as error:
        mistake = Mistake(
            detail=error.detail,
            pointer=error.pointer,
            line=error.place.line,
            column=error.place.column,
        )
        raise Problem(
            400,
            "malformed_yaml",
            f"Line {error.place.line}, column {error.place.column}: {error.detail}",
            [mistake],
        ) from error


def _as_json(request: Request, value: Any) -> Request:
    headers = [
        (name, value)
        for name, value in request.scope["headers"]
        if name not in (b"content-type", b"content-length")
    ]
    body = json.dumps(value).encode()
    marked = (b"content-type", b"application/json")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({**request.scope, "headers": [*headers, marked]}, receive)


def placed(problem: Problem, document: Document) -> Problem:
    """The same, with line and column of each mistake."""
    errors = [_with_place(mistake, document) for mistake in problem.errors]
    return Problem(problem.status_code, problem.code, problem.detail, errors, problem.headers)


def _with_place(mistake: Mistake, document: Document) -> Mistake:
    place = document.place(mistake.pointer or "")
    return mistake.model_copy(update={"line": place.line, "column": place.column})


def wants_yaml(request: Request) -> bool:
    return any(name in request.headers.get("accept", "") for name in _NAMES)


def yaml_of(workflow: WorkflowShown) -> Response:
    """As it can be published again: the name, the steps, your notes."""
    document = NewWorkflow(
        name=workflow.name, steps=workflow.steps, metadata=workflow.metadata or None
    )
    return Response(as_yaml(_bare(document)), media_type=YAML)


def _bare(document: NewWorkflow) -> Mapping[str, Any]:
    shown = document.model_dump(mode="json", exclude_defaults=True)
    for step, body in zip(shown["steps"], document.steps, strict=True):
        step["action"] = {"kind": body.action.kind, **step["action"]}
    return shown


def as_yaml(document: Any) -> str:
    return str(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def schema() -> Mapping[str, Any]:
    """Of a workflow as a document, for editors and other tools."""
    found = NewWorkflow.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Workflow",
        **{name: part for name, part in found.items() if name != "title"},
    }
