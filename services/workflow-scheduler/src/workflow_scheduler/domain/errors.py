"""How this service says no."""

from recoup_events.refusals import Missing, Refused, Unacceptable


class WorkflowMissing(Missing):
    """No workflow of this id has been published by this tenant."""


class WorkflowRetired(Refused):
    """A retired workflow takes no new versions and no new enrolments."""

    code = "workflow_retired"


class WorkflowInUse(Refused):
    """The tenant's default workflow cannot be retired."""

    code = "workflow_in_use"


class StepsUnusable(Unacceptable):
    """The steps contradict each other."""

    code = "steps_unusable"


class EnrolmentMissing(Missing):
    """Nothing is chased under this id."""


class EnrolmentRefused(Refused):
    """The enrolment is not in a state that allows this."""

    code = "enrolment_refused"


class HoldUnusable(Unacceptable):
    """The amount to hold does not fit what is chased."""

    code = "hold_unusable"


class TaskRefused(Refused):
    """The task is not in a state that allows this."""

    code = "task_refused"
