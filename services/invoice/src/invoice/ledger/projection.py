"""Every movement of money with the day it counts from, and the read model all features share.

Statements and aging are sums over the movements. Customers, invoices and payments are shown by the
same read model, so that a list, a statement and an aging report never disagree.
"""

from typing import Any

from invoice.creditors import projection as creditors
from invoice.customers import projection as customers
from invoice.invoices import projection as invoices
from invoice.payments import projection as payments
from invoice.releases import projection as releases
from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, on

WRITES = named_queries("invoice.ledger", "projection.sql")


def _issued(recorded: Envelope[events.InvoiceIssued]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.customer_id,
        event.creditor_id,
        event.invoice_id,
        event.issue_date,
        event.total.currency,
        event.total.minor_units,
        event.number,
    )


def _amended(recorded: Envelope[events.InvoiceAmended]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.invoice_id, recorded.event.number)


def _credited(recorded: Envelope[events.InvoiceCredited]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.invoice_id,
        recorded.cause.at,
        event.amount.minor_units,
        event.grounds.reference,
    )


def _cancelled(recorded: Envelope[events.InvoiceCancelled]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.invoice_id, recorded.cause.at)


def _received(recorded: Envelope[events.PaymentReceived]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.customer_id,
        event.creditor_id,
        event.payment_id,
        event.value_date,
        event.amount.currency,
        event.amount.minor_units,
        event.external_id,
    )


def _applied(recorded: Envelope[events.PaymentApplied]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.invoice_id,
        event.payment_id,
        event.applied_on,
        event.amount.minor_units,
    )


def _unapplied(recorded: Envelope[events.PaymentUnapplied]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.invoice_id,
        event.payment_id,
        recorded.cause.at,
        event.amount.minor_units,
    )


def _reversed(recorded: Envelope[events.PaymentReversed]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id, recorded.cause.at)


CHANGES = (
    on(events.InvoiceIssued, WRITES["enter_invoice"], _issued, placed=True),
    on(events.InvoiceAmended, WRITES["rename_invoice"], _amended),
    on(events.InvoiceCredited, WRITES["enter_credit"], _credited, placed=True),
    on(events.InvoiceCancelled, WRITES["enter_cancellation"], _cancelled, placed=True),
    on(events.PaymentReceived, WRITES["enter_payment"], _received, placed=True),
    on(events.PaymentApplied, WRITES["enter_application"], _applied, placed=True),
    on(events.PaymentUnapplied, WRITES["enter_unapplication"], _unapplied, placed=True),
    on(events.PaymentReversed, WRITES["enter_reversal"], _reversed, placed=True),
)

RECEIVABLES = Projection(
    tables_of(
        "invoice.creditors",
        "invoice.customers",
        "invoice.invoices",
        "invoice.payments",
        "invoice.releases",
        "invoice.ledger",
        name="receivables",
    ),
    (
        *creditors.CHANGES,
        *customers.CHANGES,
        *invoices.CHANGES,
        *payments.CHANGES,
        *releases.CHANGES,
        *CHANGES,
    ),
)
