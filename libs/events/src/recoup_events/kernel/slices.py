"""A stated part of what is owed on one invoice; disputes and plans cover slices, never whole debtors."""

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money


class Slice(Value):
    """``amount`` of the balance of ``invoice_id``; more than zero."""

    invoice_id: InvoiceId
    amount: Money
