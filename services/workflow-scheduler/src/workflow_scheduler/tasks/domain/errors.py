"""How a task refuses."""

from recoup_events.kernel.refusals import Refused


class TaskRefused(Refused):
    """The task is not in a state that allows this."""

    code = "task_refused"
