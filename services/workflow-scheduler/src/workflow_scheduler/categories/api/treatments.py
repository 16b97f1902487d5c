"""Treatments: read how customers of each category are treated, and change it."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import WorkflowId
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.categories.domain.treatment import (
    NONE,
    TREATMENTS,
    SetTreatments,
    Treatment,
    Treatments,
    treatments_of,
)
from workflow_scheduler.categories.handlers import standing_of
from workflow_scheduler.workflows.domain.workflow import WORKFLOW

router = APIRouter(prefix="/v1/treatments", tags=["Treatments"])
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]


class TreatmentBody(RequestBody):
    """What differs for customers of a category; what is left out is as the workflow has it."""

    workflow_id: Name | None = Field(
        default=None,
        description="For invoices that no assignment rule has; `null`: the default workflow.",
        examples=["wfl_3f1a"],
    )
    channel: Channel | None = Field(
        default=None,
        description="Messages go by this channel, where their template has words for it.",
    )
    templates: Name | None = Field(
        default=None,
        description="A family of templates: `angry` uses `angry_firm_reminder` in the place of "
        "`firm_reminder` where that is published.",
        examples=["angry"],
    )
    offer_plan: bool = Field(
        default=False, strict=True, description="Whoever calls offers a payment plan first."
    )

    @property
    def treatment(self) -> Treatment:
        id = None if self.workflow_id is None else WorkflowId(self.workflow_id)
        return Treatment(**{**dict(self), "workflow_id": id})

    @classmethod
    def of(cls, treatment: Treatment) -> Self:
        return cls(**dict(treatment))


NOTHING = TreatmentBody.of(NONE)


class TreatmentsBody(RequestBody):
    """By category; who is undecided is treated as the workflow says."""

    unorganized: TreatmentBody = NOTHING
    going_out_of_business: TreatmentBody = NOTHING
    angry: TreatmentBody = NOTHING

    @property
    def treatments(self) -> Treatments:
        return Treatments(**{name: body.treatment for name, body in self})

    @classmethod
    def of(cls, treatments: Treatments) -> Self:
        return cls(**{name: TreatmentBody.of(treatment) for name, treatment in treatments})


@router.get("", response_model=TreatmentsBody, summary="Read the treatments")
async def read_treatments(context: Reader) -> Response:
    """How customers of each category are treated; the version is the `ETag`."""
    async with context.work() as work:
        return _answer(await work.load(TREATMENTS, treatments_of(context.tenant))).response()


@router.put("", response_model=TreatmentsBody, summary="Set the treatments")
async def put_treatments(body: TreatmentsBody, context: Writer) -> Response:
    """For invoices that come and for customers whose category changes from now on.

    `If-Match` is the `ETag` of `GET /v1/treatments`.
    """
    stream, treatments = treatments_of(context.tenant), body.treatments
    ids = set(treatments.workflows.values())

    async def decision(work: UnitOfWork) -> Answer:
        named = [WORKFLOW.stream(context.tenant, id, id) for id in ids]
        await work.lock([stream.account, *(each.account for each in named)], [stream, *named])
        context.match((await work.load(TREATMENTS, stream)).version)
        workflows = {id: await standing_of(work, context.tenant, id) for id in ids}
        command = SetTreatments(treatments=treatments, workflows=workflows)
        await work.execute(TREATMENTS, stream, command, context.cause)
        return _answer(await work.load(TREATMENTS, stream))

    return await context.decide(decision)


def _answer(held: Folded) -> Answer:
    return Answer(200, TreatmentsBody.of(held.state), held.version)
