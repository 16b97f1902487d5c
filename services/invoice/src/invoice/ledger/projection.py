"""Every movement of money with the day it counts from, and the read model all features share.

Statements and aging are sums over the movements. Customers, invoices and payments are shown by the
same read model, so that a list, a statement and an aging report never disagree.
"""

from typing import Any

from invoice.customers import projection as customers
from invoice.invoices import projection as invoices
from invoice.payments import projection as payments
from recoup_events import invoice as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, on

WRITES = named_queries("invoice.ledger", "projection.sql")


def _issued(said: Envelope[facts.InvoiceIssued]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.customer_id,
        fact.invoice_id,
        fact.issue_date,
        fact.total.currency,
        fact.total.minor_units,
        fact.number,
    )


def _credited(said: Envelope[facts.InvoiceCredited]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.invoice_id,
        said.cause.at,
        fact.amount.minor_units,
        fact.grounds.reference,
    )


def _cancelled(said: Envelope[facts.InvoiceCancelled]) -> tuple[Any, ...]:
    return (said.tenant, said.fact.invoice_id, said.cause.at)


def _received(said: Envelope[facts.PaymentReceived]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.customer_id,
        fact.payment_id,
        fact.value_date,
        fact.amount.currency,
        fact.amount.minor_units,
        fact.external_id,
    )


def _applied(said: Envelope[facts.PaymentApplied]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.invoice_id,
        fact.payment_id,
        fact.applied_on,
        fact.amount.minor_units,
    )


def _unapplied(said: Envelope[facts.PaymentUnapplied]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.invoice_id,
        fact.payment_id,
        said.cause.at,
        fact.amount.minor_units,
    )


def _reversed(said: Envelope[facts.PaymentReversed]) -> tuple[Any, ...]:
    return (said.tenant, said.fact.payment_id, said.cause.at)


CHANGES = (
    on(facts.InvoiceIssued, WRITES["enter_invoice"], _issued, placed=True),
    on(facts.InvoiceCredited, WRITES["enter_credit"], _credited, placed=True),
    on(facts.InvoiceCancelled, WRITES["enter_cancellation"], _cancelled, placed=True),
    on(facts.PaymentReceived, WRITES["enter_payment"], _received, placed=True),
    on(facts.PaymentApplied, WRITES["enter_application"], _applied, placed=True),
    on(facts.PaymentUnapplied, WRITES["enter_unapplication"], _unapplied, placed=True),
    on(facts.PaymentReversed, WRITES["enter_reversal"], _reversed, placed=True),
)

RECEIVABLES = Projection(
    tables_of(
        "invoice.customers",
        "invoice.invoices",
        "invoice.payments",
        "invoice.ledger",
        name="receivables",
    ),
    (*customers.CHANGES, *invoices.CHANGES, *payments.CHANGES, *CHANGES),
)
