"""The invoice service, put together: the only file that sees all of it."""

from invoice.api.customers.routes import router as customers
from invoice.api.invoices.routes import router as invoices
from invoice.api.payments.routes import router as payments
from invoice.api.reports.aging import router as aging
from invoice.api.reports.statement import router as statements
from invoice.consumers.dispute_outcomes import credit_dispute, disputed_invoice
from invoice.domain.invoice import INVOICE
from invoice.domain.invoice_names import INVOICE_NAMES
from invoice.domain.open_invoices import OPEN_INVOICES
from invoice.domain.owing import AGING
from invoice.projections.receivables import RECEIVABLES
from invoice.ticker import age_invoice
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_service.house import House
from recoup_service.settings import Settings

DESCRIPTION = """What is owed: customers, their invoices, and the money that comes in."""


def build(settings: Settings) -> House:
    house = House("invoice", settings, title="Recoup invoices", description=DESCRIPTION)
    house.keeps(OPEN_INVOICES, INVOICE_NAMES)
    house.serves(customers, statements, invoices, payments, aging)
    house.hears(DisputeUpheld, credit_dispute, disputed_invoice)
    house.hears(DisputePartlyUpheld, credit_dispute, disputed_invoice)
    house.wakes(INVOICE, AGING, age_invoice)
    house.shows(RECEIVABLES)
    return house
