"""All read models as one: a list, a statement and an aging report never disagree."""

from invoice.projections import customers, invoices, ledger, payments
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection

RECEIVABLES = Projection(
    tables_of("invoice.store", "receivables"),
    (*customers.CHANGES, *invoices.CHANGES, *payments.CHANGES, *ledger.CHANGES),
)
