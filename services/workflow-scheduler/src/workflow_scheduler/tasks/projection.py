"""The worklist, and the read model all features share: a task and its enrolment never disagree."""

from recoup_events.envelope import Envelope
from recoup_events.workflow_scheduler import TaskCompleted, TaskCreated
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on
from workflow_scheduler.enrolments import projection as enrolments
from workflow_scheduler.workflows import projection as workflows

WRITES = named_queries("workflow_scheduler.tasks", "projection.sql")


def _created(said: Envelope[TaskCreated]) -> Row:
    fact = said.fact
    return (
        said.tenant,
        fact.task_id,
        fact.enrolment_id,
        fact.invoice_id,
        fact.customer_id,
        fact.script,
        said.cause.at,
    )


def _completed(said: Envelope[TaskCompleted]) -> Row:
    return (said.tenant, said.fact.task_id, said.fact.disposition, said.cause.at)


CHANGES = (
    on(TaskCreated, WRITES["create_task"], _created),
    on(TaskCompleted, WRITES["complete_task"], _completed),
)

CHASING = Projection(
    tables_of(
        "workflow_scheduler.workflows",
        "workflow_scheduler.enrolments",
        "workflow_scheduler.tasks",
        name="chasing",
    ),
    (*workflows.CHANGES, *enrolments.CHANGES, *CHANGES),
)
