"""All read models as one: a list, a statement and an ageing report never disagree."""

from invoice.projections import customers, invoices, ledger, payments
from recoup_eventstore.projections import Projection

RECEIVABLES = Projection(
    "receivables",
    1,
    (*customers.CHANGES, *invoices.CHANGES, *payments.CHANGES, *ledger.CHANGES),
)
