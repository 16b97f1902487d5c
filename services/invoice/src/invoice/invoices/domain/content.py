"""Whether an invoice that is sent again is the one that was issued."""

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import Invoice, State

CONTENT = ("number", "purchase_order", "total", "lines", "issue_date", "due_date")


def check_same(command: commands.IssueInvoice, state: State) -> None:
    """Refuses another content; time zone and chase may have changed since, and are nothing of it."""
    if isinstance(state, Invoice):
        for field in CONTENT:
            if getattr(command, field) != getattr(state.issued, field):
                raise InvoiceContentDiffers.of(command.external_id, f"/{field}")
