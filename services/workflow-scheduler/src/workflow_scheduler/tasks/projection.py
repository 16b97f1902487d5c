"""The worklist, and the read model all features share: a task and its enrolment never disagree."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import (
    CustomerCategorised,
    StepDue,
    TaskAssigned,
    TaskClosed,
    TaskCompleted,
    TaskCreated,
    TaskRescheduled,
    TaskSnoozed,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on
from workflow_scheduler.agencies import projection as agencies
from workflow_scheduler.assignments import projection as assignments
from workflow_scheduler.categories import projection as categories
from workflow_scheduler.category_results import projection as category_results
from workflow_scheduler.contact_rounds import projection as contact_rounds
from workflow_scheduler.enrolments import projection as enrolments
from workflow_scheduler.last_resorts import projection as last_resorts
from workflow_scheduler.placements import projection as placements
from workflow_scheduler.promises import projection as promises
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
        event.kind,
        event.measure,
        event.creditor_id,
        event.attempt,
        event.not_before,
        event.due_on,
    )


def _completed(recorded: Envelope[TaskCompleted]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.task_id, event.disposition, event.call_id, recorded.cause.at)


def _closed(recorded: Envelope[TaskClosed]) -> Row:
    return (recorded.tenant, recorded.event.task_id, recorded.event.reason, recorded.cause.at)


def _assigned(recorded: Envelope[TaskAssigned]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.task_id, event.owned_by, event.team)


def _snoozed(recorded: Envelope[TaskSnoozed]) -> Row:
    return (recorded.tenant, recorded.event.task_id, recorded.event.until)


def _rescheduled(recorded: Envelope[TaskRescheduled]) -> Row:
    return (recorded.tenant, recorded.event.task_id, recorded.event.due_on)


def _categorised(recorded: Envelope[CustomerCategorised]) -> Row:
    return (recorded.tenant, recorded.event.customer_id, recorded.event.category)


def _step(recorded: Envelope[StepDue]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.customer_id, event.step, recorded.cause.at)


def _answer(recorded: Envelope[TaskCompleted]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.customer_id, event.disposition, recorded.cause.at)


CHANGES = (
    on(CustomerCategorised, WRITES["categorise"], _categorised),
    on(StepDue, WRITES["remember_step"], _step),
    on(TaskCompleted, WRITES["remember_answer"], _answer),
    on(TaskCreated, WRITES["create_task"], _created),
    on(TaskCompleted, WRITES["complete_task"], _completed),
    on(TaskClosed, WRITES["close_task"], _closed),
    on(TaskAssigned, WRITES["assign_task"], _assigned),
    on(TaskSnoozed, WRITES["snooze_task"], _snoozed),
    on(TaskRescheduled, WRITES["reschedule_task"], _rescheduled),
)

CHASING = Projection(
    tables_of(
        "workflow_scheduler.workflows",
        "workflow_scheduler.assignments",
        "workflow_scheduler.categories",
        "workflow_scheduler.category_results",
        "workflow_scheduler.enrolments",
        "workflow_scheduler.contact_rounds",
        "workflow_scheduler.promises",
        "workflow_scheduler.agencies",
        "workflow_scheduler.placements",
        "workflow_scheduler.last_resorts",
        "workflow_scheduler.tasks",
        name="chasing",
    ),
    (
        *workflows.CHANGES,
        *assignments.CHANGES,
        *categories.CHANGES,
        *enrolments.CHANGES,
        *category_results.CHANGES,
        *contact_rounds.CHANGES,
        *promises.CHANGES,
        *agencies.CHANGES,
        *placements.CHANGES,
        *last_resorts.CHANGES,
        *CHANGES,
    ),
    resources=(
        "customer",
        "exception",
        "workflow",
        "enrolment",
        "contact_round",
        "promise",
        "task",
        "agency",
        "placement",
        "last_resort",
    ),
)
