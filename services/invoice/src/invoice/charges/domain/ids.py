"""Which document a charge is: of one occurrence there is one, whatever is asked twice."""

from invoice.charges.domain.assessing import Assessment
from invoice.invoices.domain.commands import RecordCharge
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import ChargeKind
from recoup_events.kernel.ids import InvoiceId, TenantId, invoice_id_of

RECOUP = "recoup"
"""The source of what Recoup issues itself."""
LETTERS = {
    ChargeKind.LATE_FEE: "F",
    ChargeKind.INTEREST: "I",
    ChargeKind.FIXED_SUM: "S",
    ChargeKind.COST: "C",
}


def external_id_of(found: Assessment | RecordCharge) -> str:
    return f"{found.receivable_id}/{found.kind}/{found.occurrence}"


def charge_id_of(tenant: TenantId, creditor: str, found: Assessment) -> InvoiceId:
    """``creditor`` by its code."""
    return invoice_id_of(tenant, external_id_of(found), creditor, RECOUP)


def number_of(invoice: Invoice, kind: ChargeKind) -> str:
    """The invoice's own number, the kind's letter, and how many charges it has by now."""
    return f"{invoice.number}/{LETTERS[kind]}{len(invoice.charges) + 1}"
