"""By which law an invoice bears interest."""

from invoice.agreements.handlers import terms_on
from invoice.interest.domain.accruing import law_agreed, law_named
from invoice.invoices.domain.invoice import Invoice
from recoup_compliance.interest.law import Law
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.work import UnitOfWork


async def law_of(work: UnitOfWork, tenant: TenantId, invoice: Invoice, named: str | None) -> Law:
    """The one that is named, or what was agreed when it was issued."""
    if named is not None:
        return law_named(named)
    issued = invoice.issued
    held = await terms_on(work, tenant, issued.creditor_id, issued.customer_id, issued.issue_date)
    return law_agreed(held["interest"].terms if "interest" in held else None)
