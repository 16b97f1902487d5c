"""The list of invoices."""

from collections.abc import Callable
from typing import Any

from invoice.invoices.domain.invoice import InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.invoices", "projection.sql")

Staged = events.InvoicePaid | events.InvoiceReopened | events.InvoiceBecameOverdue


def _issued(recorded: Envelope[events.InvoiceIssued]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.invoice_id,
        event.customer_id,
        event.creditor_id,
        event.external_id,
        event.number,
        event.purchase_order,
        event.total.currency,
        event.total.minor_units,
        event.issue_date,
        event.due_date,
        event.time_zone,
        event.chase,
        event.chase_from,
        event.source,
    )


def _chase(recorded: Envelope[events.InvoiceChaseChanged]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.invoice_id, event.chase, event.chase_from)


def _amended(recorded: Envelope[events.InvoiceAmended]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.invoice_id,
        event.number,
        event.purchase_order,
        event.due_date,
        event.time_zone,
    )


def _adjusted(recorded: Envelope[events.InvoiceAdjusted]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.invoice_id, event.total.minor_units, event.balance.minor_units)


def _settled(recorded: Envelope[events.InvoiceCredited | events.PaymentApplied]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.invoice_id, event.amount.minor_units, event.balance.minor_units)


def _unapplied(
    recorded: Envelope[events.PaymentUnapplied | events.CreditUnapplied],
) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.invoice_id, -event.amount.minor_units, event.balance.minor_units)


def _written_off(recorded: Envelope[events.InvoiceWrittenOff]) -> tuple[Any, ...]:
    event = recorded.event
    state = None if event.balance else InvoiceState.WRITTEN_OFF
    amounts = (event.amount.minor_units, event.balance.minor_units)
    return (recorded.tenant, event.invoice_id, *amounts, state)


def _reversed(recorded: Envelope[events.InvoiceWriteOffReversed]) -> tuple[Any, ...]:
    event = recorded.event
    amounts = (-event.amount.minor_units, event.balance.minor_units)
    return (recorded.tenant, event.invoice_id, *amounts, None)


def _now(state: InvoiceState) -> Callable[[Envelope[Staged]], tuple[Any, ...]]:
    return lambda recorded: (recorded.tenant, recorded.event.invoice_id, state)


def _cancelled(recorded: Envelope[events.InvoiceCancelled]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.invoice_id)


CHANGES = (
    on(events.InvoiceIssued, WRITES["issue_invoice"], _issued),
    on(events.InvoiceChaseChanged, WRITES["change_chase"], _chase),
    on(events.InvoiceAmended, WRITES["amend_invoice"], _amended),
    on(events.InvoiceAdjusted, WRITES["adjust_invoice"], _adjusted),
    on(events.InvoiceCredited, WRITES["credit_invoice"], _settled),
    on(events.PaymentApplied, WRITES["pay_invoice"], _settled),
    on(events.CreditUnapplied, WRITES["credit_invoice"], _unapplied),
    on(events.PaymentUnapplied, WRITES["pay_invoice"], _unapplied),
    on(events.InvoiceWrittenOff, WRITES["write_off_invoice"], _written_off),
    on(events.InvoiceWriteOffReversed, WRITES["write_off_invoice"], _reversed),
    on(events.InvoicePaid, WRITES["set_invoice_state"], _now(InvoiceState.PAID)),
    on(events.InvoiceReopened, WRITES["set_invoice_state"], _now(InvoiceState.OPEN)),
    on(events.InvoiceBecameOverdue, WRITES["set_invoice_state"], _now(InvoiceState.OVERDUE)),
    on(events.InvoiceCancelled, WRITES["cancel_invoice"], _cancelled),
)
