"""How a workflow refuses."""

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class WorkflowMissing(Missing):
    """No workflow of this id has been published by this tenant."""


class WorkflowIsRetired(Refused):
    """A retired workflow takes no new versions and no new enrolments."""

    code = "workflow_retired"


class WorkflowInUse(Refused):
    """The tenant's default workflow cannot be retired."""

    code = "workflow_in_use"


class StepsUnusable(Unacceptable):
    """The steps contradict each other."""

    code = "steps_unusable"
