"""Ready-made workflows: read them, and adopt one by one call."""

from functools import lru_cache
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.workflows.api.documents import YAML
from workflow_scheduler.workflows.api.publishing import publish
from workflow_scheduler.workflows.api.schemas import NewWorkflow, WorkflowShown
from workflow_scheduler.workflows.api.yaml_reading import read_yaml
from workflow_scheduler.workflows.domain.errors import WorkflowMissing

router = APIRouter(prefix="/v1/ready-made-workflows", tags=["Workflows"])
FILES = files("workflow_scheduler.workflows").joinpath("ready_made")
NAMES = (
    *("angry", "construction_lien", "consumer", "difficult", "gentle"),
    *("going_out_of_business", "standard", "unorganized"),
)
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]
Which = Annotated[str, Path(description="One of those listed.", examples=["unorganized"])]


class ReadyMade(BaseModel):
    """A workflow that can be adopted."""

    id: str = Field(description="Adopt it under this id.")
    name: str = Field(description="It is published under this name.")
    about: str = Field(description="For whom it is, and what it rests on.")
    steps: int


class ReadyMades(BaseModel):
    data: list[ReadyMade]


def text_of(id: str) -> str:
    """The document with its comments; raises ``WorkflowMissing``."""
    if id not in NAMES:
        raise WorkflowMissing(
            f"There is no ready-made workflow {id}; there are {', '.join(NAMES)}."
        )
    return FILES.joinpath(f"{id}.yaml").read_text(encoding="utf-8")


@lru_cache
def ready_made(id: str) -> NewWorkflow:
    """As it would be published."""
    return NewWorkflow.model_validate(read_yaml(text_of(id).encode()).value)


def _shown(id: str) -> ReadyMade:
    comments = (line for line in text_of(id).splitlines() if line.startswith("# "))
    about = " ".join(line.removeprefix("# ") for line in comments)
    body = ready_made(id)
    return ReadyMade(id=id, name=body.name, about=about, steps=len(body.steps))


@router.get("", summary="List ready-made workflows")
async def list_ready_made_workflows(context: Reader) -> ReadyMades:
    """For customers of each kind, and for a lien; your own start from one of them."""
    return ReadyMades(data=[_shown(id) for id in NAMES])


@router.get(
    "/{id}",
    response_class=Response,
    responses={200: {"content": {YAML: {"schema": {"type": "string"}}}}},
    summary="Read a ready-made workflow",
)
async def read_ready_made_workflow(id: Which, context: Reader) -> Response:
    """As YAML with its comments: change it and publish it, or adopt it as it is."""
    return Response(text_of(id), media_type=YAML)


@router.post(
    "/{id}/adoption",
    status_code=201,
    response_model=WorkflowShown,
    responses={200: {"model": WorkflowShown, "description": "It was there, with these steps."}},
    summary="Adopt a ready-made workflow",
)
async def adopt_ready_made_workflow(id: Which, context: Writer) -> Response:
    """Publish it under its name; from then on it is yours to change."""
    body = ready_made(id)

    async def decision(work: UnitOfWork) -> Answer:
        return await publish(work, context, body)

    return await context.decide(decision)
