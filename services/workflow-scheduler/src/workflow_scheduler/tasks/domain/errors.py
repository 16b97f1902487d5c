"""How a task refuses."""

from typing import Self

from recoup_events.kernel.ids import TaskId
from recoup_events.kernel.refusals import Refused, Unacceptable


class TaskRefused(Refused):
    """The task is not in a state that allows this."""

    code = "task_refused"


class CallUnnamed(Unacceptable):
    """Whoever was called was called with a permission, which has an id."""

    code = "call_unnamed"


class DispositionUnfit(Unacceptable):
    """A call is not decided, and a decision is not called."""

    code = "disposition_unfit"


class UnknownCall(Unacceptable):
    """No such permitted call of this customer has arrived."""

    code = "unknown_call"


class MomentUnfit(Unacceptable):
    """What is put off is put off to a moment or a day to come."""

    code = "moment_unfit"


class DuplicateReference(Refused):
    """The reference already names a task; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: TaskId) -> Self:
        return cls(
            f"This reference already names the task {id}; read it, or send a new reference.",
            pointer="/reference",
        )


class UnknownCustomer(Unacceptable):
    """No such customer has arrived."""

    code = "unknown_customer"


class UnknownEnrolment(Unacceptable):
    """The customer has no such enrolment."""

    code = "unknown_enrolment"


class CreditorUnfit(Unacceptable):
    """A call is in the name of one creditor, that of the receivable it is about."""

    code = "creditor_unfit"


class AnswerIncomplete(Unacceptable):
    """The disposition drives something that needs to be said more exactly."""

    code = "answer_incomplete"


class UnknownTeam(Unacceptable):
    """The tenant has no such team."""

    code = "unknown_team"
