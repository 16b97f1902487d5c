"""Publishing a workflow, or trying whether it could be."""

from functools import reduce

from recoup_events.kernel.ids import WorkflowId, derived
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.metadata import replace_metadata
from recoup_service.api.request_context import RequestContext
from workflow_scheduler.workflows.api.schemas import NewWorkflow, shown
from workflow_scheduler.workflows.domain.commands import PublishWorkflow
from workflow_scheduler.workflows.domain.workflow import WORKFLOW
from workflow_scheduler.workflows.handlers import check_words

workflows = Collection("workflows", WORKFLOW, shown)


async def publish(
    work: UnitOfWork, context: RequestContext, body: NewWorkflow, *, dry_run: bool = False
) -> Answer:
    """A dry run is refused as the real one would be, and answers with what would stand."""
    workflow_id = WorkflowId(derived("wfl", context.tenant, body.name))
    stream = WORKFLOW.stream(context.tenant, workflow_id, workflow_id)
    await work.lock([stream.account], reading=[stream])
    await check_words(work, context.tenant, workflow_id, body.planned)
    command = PublishWorkflow(
        workflow_id=workflow_id, name=body.name, steps=body.planned, metadata=body.metadata
    )
    if dry_run:
        state = await work.state(WORKFLOW, stream)
        would = reduce(WORKFLOW.evolve, WORKFLOW.decide(command, state), state)
        return Answer(200, shown(would, {"created_at": None, "updated_at": None}))
    recorded = await work.execute(WORKFLOW, stream, command, context.cause)
    await replace_metadata(work, WORKFLOW, stream, body.metadata, context.cause)
    return await workflows.answer(work, stream, 201 if recorded else 200)
