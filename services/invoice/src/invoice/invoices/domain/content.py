"""What differs between an invoice that is sent again and the one that was issued."""

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import Invoice

FIXED = ("total", "issue_date")
AMENDABLE = ("number", "purchase_order", "lines", "due_date")
RESENT = "Sent again with another content"


def amendment(command: commands.IssueInvoice, invoice: Invoice) -> commands.AmendInvoice | None:
    """What puts it right; refuses what cannot be, and a time zone alone changes nothing."""
    for field in FIXED:
        if getattr(command, field) != getattr(invoice.issued, field):
            raise InvoiceContentDiffers.of(command.external_id, f"/{field}")
    if all(getattr(command, field) == getattr(invoice, field) for field in AMENDABLE):
        return None
    return commands.AmendInvoice(
        number=command.number,
        purchase_order=command.purchase_order,
        lines=command.lines,
        due_date=command.due_date,
        time_zone=command.time_zone,
        reason=RESENT,
        at=command.at,
    )
