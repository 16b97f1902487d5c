"""How a call is refused as a request; that it may not be made is an answer, not an error."""

from typing import Self

from recoup_events.kernel.ids import CallId
from recoup_events.kernel.refusals import Refused, Unacceptable


class DuplicateReference(Refused):
    """The reference already names a call; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: CallId) -> Self:
        return cls(
            f"This reference already names the call {id}; read it, or ask for another call with "
            "a new reference.",
            pointer="/reference",
        )


class CallStateRefused(Refused):
    """The call's state does not allow this."""

    code = "call_state_refused"


class UnknownInvoice(Unacceptable):
    """No such invoice of this customer and this creditor has arrived."""

    code = "unknown_invoice"


class UnknownPhone(Unacceptable):
    """The person has no such number, or none at all."""

    code = "unknown_phone"


class CalledAtUnacceptable(Unacceptable):
    """A call is made after it was permitted, and recorded after it was made."""

    code = "called_at_unacceptable"
