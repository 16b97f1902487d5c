"""Workflows: publish them, choose the one for new invoices, retire those no longer wanted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId, TenantId, WorkflowId, creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.filters import ForCreditor, creditor_id_or_none
from recoup_service.api.metadata import DescribedPageRequest, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import MaybeDates, maybe_dates_of
from recoup_service.api.search import Search, found
from workflow_scheduler.workflows.api.documents import (
    IN_YAML,
    DocumentRoute,
    wants_yaml,
    yaml_of,
)
from workflow_scheduler.workflows.api.publishing import publish, workflows
from workflow_scheduler.workflows.api.schemas import (
    DefaultChoice,
    NewWorkflow,
    WorkflowListed,
    WorkflowShown,
    listed,
    shown,
)
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT, assignment_of
from workflow_scheduler.workflows.domain.commands import (
    ChooseWorkflow,
    FollowTenant,
    RetireWorkflow,
)
from workflow_scheduler.workflows.domain.default_workflow import known_as
from workflow_scheduler.workflows.domain.errors import WorkflowMissing
from workflow_scheduler.workflows.domain.workflow import WORKFLOW, Workflow
from workflow_scheduler.workflows.handlers import check_words_for

router = APIRouter(prefix="/v1/workflows", tags=["Workflows"], route_class=DocumentRoute)
READS = named_queries("workflow_scheduler.workflows", "queries.sql")
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]


def _stream(tenant: TenantId, id: str) -> Stream:
    return WORKFLOW.stream(tenant, id, id)


async def _known(work: UnitOfWork, tenant: TenantId, id: WorkflowId) -> tuple[Workflow, MaybeDates]:
    published = await work.load(WORKFLOW, _stream(tenant, id))
    return known_as(id, published.state), maybe_dates_of(published)


@router.post(
    "",
    status_code=201,
    response_model=WorkflowShown,
    responses={200: {"model": WorkflowShown, "description": "It was there, with these steps."}},
    summary="Publish a workflow",
    openapi_extra=IN_YAML,
)
async def publish_workflow(
    body: NewWorkflow,
    context: Writer,
    *,
    dry_run: Annotated[
        bool, Query(description="Only try: answers 200 with what would stand, and keeps nothing.")
    ] = False,
) -> Response:
    """A known name gets its next version. The same steps again change nothing and answer 200.

    Send it as JSON, or as YAML with `Content-Type: application/yaml`: what is wrong is then named by
    line and column, too. `GET /v1/workflows/schema` describes both. Invoices that are enrolled already
    keep the version they started with. A step names a built-in template or one you published; a new
    one is known here a moment later.
    """

    async def decision(work: UnitOfWork) -> Answer:
        return await publish(work, context, body, dry_run=dry_run)

    return await context.decide(decision)


@router.get("", summary="List workflows")
async def list_workflows(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    retired: Annotated[bool | None, Query(description="Only retired ones, or only others.")] = None,
    search: Search = None,
) -> Page[WorkflowListed]:
    """Your workflows by name; the built-in one is at `/v1/workflows/default` until you choose."""
    (name,) = page.after(tuple[str]) or (None,)
    async with context.reading() as connection:
        those = await found(connection, "workflow_scheduler", "workflow", search)
        rows = await connection.fetch(
            READS["list_workflows"],
            page.fetch,
            name,
            retired,
            page.updated_since,
            *page.metadata,
            *those,
        )
    return page.page(rows, listed, lambda row: (row["name"],))


@router.get("/default", response_model=WorkflowShown, summary="Read the default workflow")
async def read_default_workflow(context: Reader, creditor: ForCreditor = None) -> Response:
    """The workflow new invoices are put on, those of one creditor or of all without one of their own."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.work() as work:
        return (await _default(work, context.tenant, creditor_id)).response()


async def _default(work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId | None) -> Answer:
    choice = await work.load(ASSIGNMENT, assignment_of(tenant))
    workflow, dates = await _known(work, tenant, choice.state.of(creditor_id))
    return Answer(200, shown(workflow, dates), choice.version)


@router.put("/default", response_model=WorkflowShown, summary="Choose the default workflow")
async def choose_default_workflow(
    body: DefaultChoice, context: Writer, creditor: ForCreditor = None
) -> Response:
    """New invoices are put on its latest version from now on; enrolled ones stay where they are.

    `If-Match` is the `ETag` of `GET /v1/workflows/default`; all of a tenant's have one version.
    """
    assignment = assignment_of(context.tenant)
    workflow_id = WorkflowId(body.workflow_id)
    creditor_id = creditor_id_or_none(context.tenant, creditor)

    async def decision(work: UnitOfWork) -> Answer:
        chosen = _stream(context.tenant, workflow_id)
        await work.lock([assignment.account, chosen.account], reading=[assignment, chosen])
        context.match((await work.load(ASSIGNMENT, assignment)).version)
        workflow, _ = await _known(work, context.tenant, workflow_id)
        command = ChooseWorkflow(
            workflow_id=workflow_id,
            version=workflow.version,
            retired=workflow.retired,
            creditor_id=creditor_id,
        )
        await work.execute(ASSIGNMENT, assignment, command, context.cause)
        await check_words_for(work, context.tenant, creditor_id, workflow.steps)
        return await _default(work, context.tenant, creditor_id)

    return await context.decide(decision)


@router.delete(
    "/default", response_model=WorkflowShown, summary="Let a creditor follow the tenant's default"
)
async def follow_default_workflow(
    context: Writer, creditor: Annotated[str, Query(description="Your code of the creditor.")]
) -> Response:
    """From now on; the answer is the tenant's default, on which its new invoices are put again."""
    assignment = assignment_of(context.tenant)
    creditor_id = creditor_id_of(context.tenant, creditor)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([assignment.account], reading=[assignment])
        context.match((await work.load(ASSIGNMENT, assignment)).version)
        command = FollowTenant(creditor_id=creditor_id)
        await work.execute(ASSIGNMENT, assignment, command, context.cause)
        return await _default(work, context.tenant, creditor_id)

    return await context.decide(decision)


@router.get("/{id}", response_model=WorkflowShown, summary="Read a workflow")
async def read_workflow(id: str, context: Reader) -> Response:
    """The latest version of one workflow; its version is the `ETag`.

    With `Accept: application/yaml` it is the document, as it can be published again.
    """
    async with context.work() as work:
        version = (await work.load(WORKFLOW, _stream(context.tenant, id))).version
        workflow, dates = await _known(work, context.tenant, WorkflowId(id))
    if workflow.version == 0:
        raise WorkflowMissing(f"There is no workflow {id}; GET /v1/workflows lists yours.")
    if wants_yaml(context.request):
        return yaml_of(shown(workflow, dates))
    return Answer(200, shown(workflow, dates), version).response()


@router.post("/{id}/retirement", response_model=WorkflowShown, summary="Retire a workflow")
async def retire_workflow(id: str, context: Writer) -> Response:
    """It takes no new invoices; those enrolled go on with it."""
    assignment = assignment_of(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(WORKFLOW, context.tenant, id)
        await work.lock([assignment.account, stream.account], reading=[assignment, stream])
        context.match((await work.load(WORKFLOW, stream)).version)
        choice = await work.state(ASSIGNMENT, assignment)
        command = RetireWorkflow(chosen=choice.chosen)
        await work.execute(WORKFLOW, stream, command, context.cause)
        return await workflows.answer(work, stream)

    return await context.decide(decision)


serve_metadata(router, workflows, WorkflowShown, "workflows:write")
