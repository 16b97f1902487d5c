"""All read models as one: a task and its enrolment never disagree."""

from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection
from workflow_scheduler.projections import enrolments, tasks, workflows

CHASING = Projection(
    tables_of("workflow_scheduler.store", "chasing"),
    (*workflows.CHANGES, *enrolments.CHANGES, *tasks.CHANGES),
)
