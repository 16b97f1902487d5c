"""All read models as one: a task and its enrolment never disagree."""

from recoup_eventstore.projections import Projection
from workflow_scheduler.projections import enrolments, tasks, workflows

CHASING = Projection("chasing", 1, (*workflows.CHANGES, *enrolments.CHANGES, *tasks.CHANGES))
