"""What is known of an invoice and its customer when a workflow is chosen for it."""

from collections.abc import Mapping

from recoup_events.invoice import CustomerKind
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Category


class Facts(Value):
    """All that rules may ask about; what is ``None`` was not known."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    creditor_id: CreditorId
    total: Money
    """Of the invoice as it was issued."""
    invoice_metadata: Mapping[str, str] = {}
    customer_metadata: Mapping[str, str] = {}
    customer_kind: CustomerKind | None = None
    country: str | None = None
    subdivision: str | None = None
    category: Category = Category.UNDECIDED
