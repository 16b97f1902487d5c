"""The versions of a workflow, and what is different between two; the schema of its document."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, TypeAdapter
from starlette.responses import JSONResponse, Response

from recoup_events.workflow_scheduler import Step
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Resource
from workflow_scheduler.workflows.api.documents import schema
from workflow_scheduler.workflows.domain.comparing import compare
from workflow_scheduler.workflows.domain.errors import WorkflowMissing

router = APIRouter(prefix="/v1/workflows", tags=["Workflows"])
READS = named_queries("workflow_scheduler.workflows", "queries.sql")
Reader = Annotated[RequestContext, needs("workflows:read")]
STEPS = TypeAdapter(tuple[Step, ...])


class VersionListed(Resource):
    """A version that was published; it never changes."""

    version: int
    steps: int
    published_at: datetime


class FieldChanged(BaseModel):
    field: str = Field(description="JSON pointer within the step.")
    before: Any
    after: Any


class StepChanged(BaseModel):
    name: str
    fields: list[FieldChanged]


class Difference(BaseModel):
    """Steps are the same where they have the same name."""

    added: list[str]
    removed: list[str]
    changed: list[StepChanged]
    moved: bool = Field(description="Whether steps of both come in another order.")


def _listed(row: Mapping[str, Any]) -> VersionListed:
    return VersionListed(**row)


class SchemaResponse(JSONResponse):
    media_type = "application/schema+json"


@router.get(
    "/schema",
    response_class=SchemaResponse,
    responses={200: {"content": {SchemaResponse.media_type: {"schema": {"type": "object"}}}}},
    summary="Read the schema of workflows",
)
async def read_workflow_schema(context: Reader) -> SchemaResponse:
    """JSON Schema of a workflow as a document, for editors and tools."""
    return SchemaResponse(schema())


@router.get("/{id}/versions", summary="List the versions of a workflow")
async def list_workflow_versions(
    id: str, context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[VersionListed]:
    """The latest comes first."""
    (version,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_versions"], page.fetch, version, id, page.updated_since
        )
    return page.page(rows, _listed, lambda row: (row["version"],))


@router.get("/{id}/diff", response_model=Difference, summary="Compare two versions of a workflow")
async def compare_workflow_versions(
    id: str,
    context: Reader,
    since: Annotated[
        int, Query(alias="from", ge=1, le=1_000_000, description="The version before.")
    ],
    to: Annotated[int, Query(ge=1, le=1_000_000, description="The version after.")],
) -> Response:
    """Steps added, removed and changed, field by field."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["steps_of_versions"], id, [since, to])
    steps = {row["version"]: STEPS.validate_python(json.loads(row["steps"])) for row in rows}
    for version in (since, to):
        if version not in steps:
            raise WorkflowMissing(
                f"There is no version {version} of workflow {id}; "
                f"GET /v1/workflows/{id}/versions lists them."
            )
    compared = compare(steps[since], steps[to])
    found = Difference.model_validate(compared.model_dump(mode="json"))
    return Response(found.model_dump_json(), media_type="application/json")
