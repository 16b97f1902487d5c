"""The list of invoices."""

from collections.abc import Callable
from typing import Any

from invoice.invoices.domain.invoice import Status
from recoup_events import invoice as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.invoices", "projection.sql")

Staged = facts.InvoicePaid | facts.InvoiceReopened | facts.InvoiceBecameOverdue


def _issued(said: Envelope[facts.InvoiceIssued]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.invoice_id,
        fact.customer_id,
        fact.external_id,
        fact.number,
        fact.purchase_order,
        fact.total.currency,
        fact.total.minor_units,
        fact.issue_date,
        fact.due_date,
        fact.time_zone,
    )


def _settled(said: Envelope[facts.InvoiceCredited | facts.PaymentApplied]) -> tuple[Any, ...]:
    fact = said.fact
    return (said.tenant, fact.invoice_id, fact.amount.minor_units, fact.balance.minor_units)


def _unapplied(said: Envelope[facts.PaymentUnapplied]) -> tuple[Any, ...]:
    fact = said.fact
    return (said.tenant, fact.invoice_id, -fact.amount.minor_units, fact.balance.minor_units)


def _now(status: Status) -> Callable[[Envelope[Staged]], tuple[Any, ...]]:
    return lambda said: (said.tenant, said.fact.invoice_id, status)


def _cancelled(said: Envelope[facts.InvoiceCancelled]) -> tuple[Any, ...]:
    return (said.tenant, said.fact.invoice_id)


CHANGES = (
    on(facts.InvoiceIssued, WRITES["issue_invoice"], _issued),
    on(facts.InvoiceCredited, WRITES["credit_invoice"], _settled),
    on(facts.PaymentApplied, WRITES["pay_invoice"], _settled),
    on(facts.PaymentUnapplied, WRITES["pay_invoice"], _unapplied),
    on(facts.InvoicePaid, WRITES["set_invoice_status"], _now(Status.PAID)),
    on(facts.InvoiceReopened, WRITES["set_invoice_status"], _now(Status.OPEN)),
    on(facts.InvoiceBecameOverdue, WRITES["set_invoice_status"], _now(Status.OVERDUE)),
    on(facts.InvoiceCancelled, WRITES["cancel_invoice"], _cancelled),
)
