"""What is charged for an invoice is recorded with it, once of each occurrence."""

from collections.abc import Sequence

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import ChargeRefused
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events


def record(command: commands.RecordCharge, invoice: Invoice) -> Sequence[events.ChargeAssessed]:
    check_no_charge(invoice)
    if any(known.charge_id == command.charge_id for known in invoice.charges):
        return []
    issued = invoice.issued
    return [events.ChargeAssessed(**invoice.ids, creditor_id=issued.creditor_id, **dict(command))]


def check_no_charge(invoice: Invoice) -> None:
    """Nothing is charged for a charge: there is no interest on interest."""
    if invoice.issued.charge is not None:
        raise ChargeRefused(
            f"{invoice.number} is a charge itself, and bears none; name the invoice it is for."
        )
