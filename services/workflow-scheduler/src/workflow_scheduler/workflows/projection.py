"""The list of workflows."""

import json

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import WorkflowPublished, WorkflowRetired
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, called, on

WRITES = named_queries("workflow_scheduler.workflows", "projection.sql")


def _published(recorded: Envelope[WorkflowPublished]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.workflow_id,
        event.name,
        event.workflow_version,
        len(event.steps),
        recorded.cause.at,
    )


def _retired(recorded: Envelope[WorkflowRetired]) -> Row:
    return (recorded.tenant, recorded.event.workflow_id)


def _version(recorded: Envelope[WorkflowPublished]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.workflow_id,
        event.workflow_version,
        json.dumps([step.model_dump(mode="json") for step in event.steps]),
        recorded.cause.at,
    )


CHANGES = (
    on(WorkflowPublished, WRITES["keep_version"], _version),
    on(WorkflowPublished, WRITES["publish_workflow"], _published),
    on(WorkflowRetired, WRITES["retire_workflow"], _retired),
    called(WorkflowPublished, "text", lambda event: [event.name]),
)
