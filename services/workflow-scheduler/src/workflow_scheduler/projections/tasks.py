"""The worklist."""

from recoup_events.envelope import Envelope
from recoup_events.workflow_scheduler import TaskCompleted, TaskCreated
from recoup_eventstore.projections import Row, on
from workflow_scheduler.store.queries import QUERIES


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
    on(TaskCreated, QUERIES["create_task"], _created),
    on(TaskCompleted, QUERIES["complete_task"], _completed),
)
