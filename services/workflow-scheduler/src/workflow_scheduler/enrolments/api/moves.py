"""Moves: a run goes on on another workflow, or on the latest version of its own."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CustomerId, WorkflowId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Name, RequestBody, Text
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.resource import Resource
from workflow_scheduler.enrolments.api.routes import Reader, Writer, enrolments
from workflow_scheduler.enrolments.api.schemas import EnrolmentShown, Reason
from workflow_scheduler.enrolments.handlers import move_enrolment, move_enrolments

router = APIRouter(prefix="/v1/enrolments", tags=["Enrolments"])
READS = named_queries("workflow_scheduler.enrolments", "queries.sql")
Target = Annotated[
    Name | None,
    Field(
        description="The workflow it goes on with, in its latest version; its own if left out.",
        examples=["wfl_3f1a"],
    ),
]


class NewMove(RequestBody):
    """Where a run goes on, and why."""

    workflow_id: Target = None
    reason: Reason
    level: int | None = Field(
        default=None,
        ge=0,
        le=9,
        strict=True,
        description="The first level that may come; left out, what follows from the level reached.",
    )
    milder_reason: Text | None = Field(
        default=None,
        description="Why it may be asked for more mildly than before; needed where `level` is lower than "
        "the level reached.",
        examples=["The final notice went out by mistake."],
    )


class NewCustomerMove(RequestBody):
    """Where all open enrolments of a customer go on, and why."""

    customer_id: Name = Field(description="Whose.", examples=["cus_5f0c"])
    creditor: Name | None = Field(
        default=None, description="Your code of the creditor, to move what is owed to it alone."
    )
    workflow_id: Target = None
    reason: Reason


class CustomerMoved(BaseModel):
    """What came of it."""

    moved: int = Field(description="How many enrolments go on elsewhere; the others were there.")


class MoveListed(Resource):
    """One move of an enrolment."""

    run: int
    from_workflow_id: str
    from_workflow_version: int
    workflow_id: str
    workflow_version: int
    reason: str
    milder_reason: str | None


def listed(row: Mapping[str, Any]) -> MoveListed:
    return MoveListed(**row)


def _chosen(id: str | None) -> WorkflowId | None:
    return None if id is None else WorkflowId(id)


@router.post(
    "/moves",
    response_model=CustomerMoved,
    summary="Move a customer to another workflow",
    operation_id="move_customer",
)
async def move_customer(body: NewCustomerMove, context: Writer) -> Response:
    """All of its open enrolments go on there, as `POST /v1/enrolments/{id}/moves` moves one.

    Those that are there already stay as they are, so it can be sent again.
    """
    account = Account(context.tenant, CustomerId(body.customer_id))
    creditor_id = creditor_id_or_none(context.tenant, body.creditor)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([account])
        moved = await move_enrolments(
            work, account, _chosen(body.workflow_id), body.reason, context.cause, creditor_id
        )
        return Answer(200, CustomerMoved(moved=moved))

    return await context.decide(decision)


@router.post(
    "/{id}/moves",
    response_model=EnrolmentShown,
    summary="Move a run to another workflow",
    operation_id="move_enrolment",
)
async def move(id: str, body: NewMove, context: Writer) -> Response:
    """The run goes on with other steps, which keep their distance from the latest one taken.

    Steps up to the level reached count as taken; where none is firmer, that level comes again. On
    another version of its own workflow it goes on behind the latest step. To move it to where it is
    changes nothing.
    """

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await move_enrolment(
            work,
            stream,
            _chosen(body.workflow_id),
            body.reason,
            context.cause,
            level=body.level,
            milder_reason=body.milder_reason,
        )

    return await enrolments.change(context, id, change)


@router.get("/{id}/moves", summary="List the moves")
async def list_moves(
    id: str, context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[MoveListed]:
    """From which workflow to which, and why; the latest comes first."""
    (version,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_moves"], page.fetch, version, id, page.updated_since
        )
    return page.page(rows, listed, lambda row: (row["version"],))
