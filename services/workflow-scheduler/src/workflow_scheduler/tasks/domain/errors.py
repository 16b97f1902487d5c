"""How a task refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class TaskRefused(Refused):
    """The task is not in a state that allows this."""

    code = "task_refused"


class CallUnnamed(Unacceptable):
    """Whoever was called was called with a permission, which has an id."""

    code = "call_unnamed"


class UnknownCall(Unacceptable):
    """No such permitted call of this customer has arrived."""

    code = "unknown_call"
