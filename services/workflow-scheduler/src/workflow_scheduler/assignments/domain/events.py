"""What is recorded of assignments for this service alone."""

from recoup_events.kernel.event import Event
from workflow_scheduler.assignments.domain.choice import Choice
from workflow_scheduler.assignments.domain.facts import Facts
from workflow_scheduler.assignments.domain.rules import RulesDocument


class AssignmentRulesSet(Event, type="assignment_rules.set.v1"):
    """From now on workflows are chosen by this document."""

    document: RulesDocument


class WorkflowAssigned(Event, type="assignment.decided.v1"):
    """A workflow was chosen for an invoice, by what was known of it then."""

    facts: Facts
    choice: Choice
