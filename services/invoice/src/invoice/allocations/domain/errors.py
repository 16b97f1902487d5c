"""How an allocation is refused."""

from typing import Self

from recoup_events.invoice import AmbiguousNumber
from recoup_events.kernel.refusals import Refused, Unacceptable


class TooManyCustomers(Unacceptable):
    """One payment is for more customers than can be owned together."""

    code = "too_many_customers"


class UnknownAllocation(Refused):
    """The payment or credit note has no such allocation by now."""

    code = "unknown_allocation"

    @classmethod
    def of(cls, id: str) -> Self:
        return cls(f"There is no allocation {id} any more; read it again and name one that it has.")


class NumberAmbiguous(Refused):
    """A number fits several invoices, and none of them is over the amount."""

    code = "number_ambiguous"

    @classmethod
    def of(cls, found: AmbiguousNumber) -> Self:
        names = ", ".join(repr(candidate.external_id) for candidate in found.candidates)
        return cls(
            f"The number {found.number!r} fits several invoices, and none of them is over this "
            f"amount: {names}; name one of these.",
            pointer="/references",
        )


class NothingAllocated(Refused):
    """What was named owes nothing, or nothing is left to allocate."""

    code = "nothing_allocated"
