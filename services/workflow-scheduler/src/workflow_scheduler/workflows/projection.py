"""The list of workflows."""

from recoup_events.envelope import Envelope
from recoup_events.workflow_scheduler import WorkflowPublished, WorkflowRetired
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("workflow_scheduler.workflows", "projection.sql")


def _published(said: Envelope[WorkflowPublished]) -> Row:
    fact = said.fact
    return (
        said.tenant,
        fact.workflow_id,
        fact.name,
        fact.workflow_version,
        len(fact.steps),
        said.cause.at,
    )


def _retired(said: Envelope[WorkflowRetired]) -> Row:
    return (said.tenant, said.fact.workflow_id)


CHANGES = (
    on(WorkflowPublished, WRITES["publish_workflow"], _published),
    on(WorkflowRetired, WRITES["retire_workflow"], _retired),
)
