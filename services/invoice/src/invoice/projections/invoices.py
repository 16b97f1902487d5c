"""The list of invoices."""

from collections.abc import Callable
from typing import Any

from invoice.domain.owing import Status
from invoice.store.queries import QUERIES
from recoup_events import invoice as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.projections import on

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
    on(facts.InvoiceIssued, QUERIES["issue_invoice"], _issued),
    on(facts.InvoiceCredited, QUERIES["credit_invoice"], _settled),
    on(facts.PaymentApplied, QUERIES["pay_invoice"], _settled),
    on(facts.PaymentUnapplied, QUERIES["pay_invoice"], _unapplied),
    on(facts.InvoicePaid, QUERIES["set_invoice_status"], _now(Status.PAID)),
    on(facts.InvoiceReopened, QUERIES["set_invoice_status"], _now(Status.OPEN)),
    on(facts.InvoiceBecameOverdue, QUERIES["set_invoice_status"], _now(Status.OVERDUE)),
    on(facts.InvoiceCancelled, QUERIES["cancel_invoice"], _cancelled),
)
