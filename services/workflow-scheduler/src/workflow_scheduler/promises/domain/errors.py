"""How a promise is refused."""

from typing import Self

from recoup_events.kernel.ids import PromiseId
from recoup_events.kernel.refusals import Refused, Unacceptable


class DuplicateReference(Refused):
    """The reference already names a promise; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: PromiseId) -> Self:
        return cls(
            f"This reference already names the promise {id}; read it, or send a new reference.",
            pointer="/reference",
        )


class PromiseRefused(Refused):
    """The promise is not in a state that allows this, or the policy lets no more be promised."""

    code = "promise_refused"


class PromiseDayUnfit(Unacceptable):
    """A promise is for today or a later day, and not too far ahead."""

    code = "promise_day_unfit"


class SliceUnfit(Unacceptable):
    """What is promised is a part of what is chased."""

    code = "slice_unfit"


class UnknownReceivable(Unacceptable):
    """Nothing of this customer is chased under this name."""

    code = "unknown_receivable"
