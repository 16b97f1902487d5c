"""How this service says no."""

from typing import Self

from recoup_events.kernel.ids import PlanId
from recoup_events.kernel.refusals import Refused, Unacceptable


class DuplicateReference(Refused):
    """The reference already names a plan; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: PlanId) -> Self:
        return cls(
            f"This reference already names the plan {id}; read it, or send a new reference.",
            pointer="/reference",
        )


class PlanRefused(Refused):
    """The plan's state does not allow this."""

    code = "plan_refused"


class InvoiceCovered(Refused):
    """Another plan runs over the invoice."""

    code = "invoice_covered"


class UnknownCustomer(Unacceptable):
    """No such customer has arrived."""

    code = "unknown_customer"


class UnknownInvoice(Unacceptable):
    """No such invoice of this customer has arrived."""

    code = "unknown_invoice"


class CurrencyUnacceptable(Unacceptable):
    """A plan has one currency, that of its invoices."""

    code = "currency_unacceptable"


class SliceUnacceptable(Unacceptable):
    """A slice is not a part of what is owed."""

    code = "slice_unacceptable"


class ScheduleUnacceptable(Unacceptable):
    """The instalments do not pay the slices, or not in a possible order."""

    code = "schedule_unacceptable"
