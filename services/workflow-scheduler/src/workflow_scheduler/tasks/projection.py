"""The worklist, and the read model all features share: a task and its enrolment never disagree."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import TaskClosed, TaskCompleted, TaskCreated
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on
from workflow_scheduler.contact_rounds import projection as contact_rounds
from workflow_scheduler.enrolments import projection as enrolments
from workflow_scheduler.workflows import projection as workflows

WRITES = named_queries("workflow_scheduler.tasks", "projection.sql")


def _created(recorded: Envelope[TaskCreated]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.task_id,
        event.enrolment_id,
        event.invoice_id,
        event.receivable_id,
        event.customer_id,
        event.script,
        recorded.cause.at,
    )


def _completed(recorded: Envelope[TaskCompleted]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.task_id, event.disposition, event.call_id, recorded.cause.at)


def _closed(recorded: Envelope[TaskClosed]) -> Row:
    return (recorded.tenant, recorded.event.task_id, recorded.event.reason, recorded.cause.at)


CHANGES = (
    on(TaskCreated, WRITES["create_task"], _created),
    on(TaskCompleted, WRITES["complete_task"], _completed),
    on(TaskClosed, WRITES["close_task"], _closed),
)

CHASING = Projection(
    tables_of(
        "workflow_scheduler.workflows",
        "workflow_scheduler.enrolments",
        "workflow_scheduler.contact_rounds",
        "workflow_scheduler.tasks",
        name="chasing",
    ),
    (*workflows.CHANGES, *enrolments.CHANGES, *contact_rounds.CHANGES, *CHANGES),
    resources=("workflow", "enrolment", "contact_round", "task"),
)
