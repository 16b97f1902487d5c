"""An invoice that is due in three terms: 20.00, 30.00 and 50.00."""

from datetime import UTC, date, datetime

from invoice.invoices.domain import commands
from recoup_events import invoice as events
from recoup_testing.creditors import CREDITOR
from recoup_testing.invoice_example import IDS, INVOICE_ID, applied
from recoup_testing.money import eur

FEBRUARY, MARCH, APRIL = date(2026, 2, 4), date(2026, 3, 4), date(2026, 4, 4)
TERMS = events.schedule_of(
    INVOICE_ID, [(FEBRUARY, eur(20_00)), (MARCH, eur(30_00)), (APRIL, eur(50_00))]
)
FIRST, SECOND, THIRD = (term.receivable_id for term in TERMS)
ISSUE = commands.IssueInvoice(
    **IDS,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    purchase_order=None,
    total=eur(100_00),
    lines=(),
    issue_date=date(2026, 1, 5),
    terms=TERMS,
    time_zone="Europe/Berlin",
    at=datetime(2026, 1, 5, 9, tzinfo=UTC),
)
ISSUED = events.InvoiceIssued.model_validate(ISSUE, from_attributes=True)
OVERDUE = events.InvoiceBecameOverdue(
    **IDS, receivable_id=FIRST, balance=eur(20_00), due_date=FEBRUARY
)
FIRST_PAID = applied(20_00, 0, term=FIRST)
