"""The list of invoices, and what is owed on each of their terms."""

from collections.abc import Sequence
from typing import Any

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.invoices", "projection.sql")

Row = tuple[Any, ...]
Changed = (
    events.InvoiceAdjusted
    | events.InvoiceCancelled
    | events.InvoiceWrittenOff
    | events.InvoiceWriteOffReversed
    | events.InvoiceDiscountTaken
    | events.InvoiceDiscountReversed
    | events.InvoiceContinued
)
Taken = events.PaymentUnapplied | events.CreditUnapplied
Applied = events.InvoiceCredited | events.PaymentApplied
Settled = (
    events.InvoiceCredited,
    events.PaymentApplied,
    events.CreditUnapplied,
    events.PaymentUnapplied,
)


def _issued(recorded: Envelope[events.InvoiceIssued]) -> Row:
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
        event.terms[0].due_date,
        event.time_zone,
        event.chase,
        event.chase_from,
        event.source,
        list(dict.fromkeys(each.invoice_id for each in event.continues)),
        event.charge is not None,
        event.payment_reference,
    )


def _terms(recorded: Envelope[events.InvoiceIssued]) -> Row:
    terms = recorded.event.terms
    amounts = [term.amount.minor_units for term in terms]
    return (*_named(recorded), *_due(terms), amounts)


def _due(terms: Sequence[events.Term]) -> Row:
    return ([term.receivable_id for term in terms], [term.due_date for term in terms])


def _chase(recorded: Envelope[events.InvoiceChaseChanged]) -> Row:
    event = recorded.event
    return (*_named(recorded), event.chase, event.chase_from)


def _moved(recorded: Envelope[events.InvoiceAmended]) -> Row:
    return (*_named(recorded), *_due(recorded.event.terms), recorded.event.time_zone)


def _amended(recorded: Envelope[events.InvoiceAmended]) -> Row:
    event = recorded.event
    return (*_named(recorded), event.number, event.purchase_order, event.time_zone)


def _changed(recorded: Envelope[Changed]) -> Row:
    terms = recorded.event.terms
    return (
        recorded.tenant,
        [term.receivable_id for term in terms],
        [term.amount.minor_units for term in terms],
        [term.balance.minor_units for term in terms],
    )


def _adjusted(recorded: Envelope[events.InvoiceAdjusted]) -> Row:
    return (*_named(recorded), recorded.event.total.minor_units)


def _settled(recorded: Envelope[Any]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.receivable_id, event.balance.minor_units)


def _applied(recorded: Envelope[Applied]) -> Row:
    return (*_named(recorded), recorded.event.amount.minor_units)


def _taken(recorded: Envelope[Taken]) -> Row:
    return (*_named(recorded), -recorded.event.amount.minor_units)


def _written_off(recorded: Envelope[events.InvoiceWrittenOff]) -> Row:
    return (*_named(recorded), recorded.event.amount.minor_units, True)


def _reversed(recorded: Envelope[events.InvoiceWriteOffReversed]) -> Row:
    return (*_named(recorded), -recorded.event.amount.minor_units, False)


def _discounted(recorded: Envelope[events.InvoiceDiscountTaken]) -> Row:
    return (*_named(recorded), recorded.event.amount.minor_units)


def _discount_reversed(recorded: Envelope[events.InvoiceDiscountReversed]) -> Row:
    return (*_named(recorded), -recorded.event.amount.minor_units)


def _continued(recorded: Envelope[events.InvoiceContinued]) -> Row:
    event = recorded.event
    return (*_named(recorded), event.continued_by, event.amount.minor_units)


def _paid_off(recorded: Envelope[events.InvoicePaid]) -> Row:
    return (*_named(recorded), recorded.event.paid_on)


def _overdue(recorded: Envelope[events.InvoiceBecameOverdue]) -> Row:
    return (recorded.tenant, recorded.event.receivable_id)


def _named(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.event.invoice_id)


CHANGES = (
    on(events.InvoiceIssued, WRITES["issue_invoice"], _issued),
    on(events.InvoiceIssued, WRITES["enter_terms"], _terms),
    on(events.InvoiceChaseChanged, WRITES["change_chase"], _chase),
    on(events.InvoiceAmended, WRITES["move_terms"], _moved),
    on(events.InvoiceAmended, WRITES["amend_invoice"], _amended),
    on(events.InvoiceAdjusted, WRITES["change_terms"], _changed),
    on(events.InvoiceAdjusted, WRITES["adjust_invoice"], _adjusted),
    on(events.InvoiceCancelled, WRITES["change_terms"], _changed),
    on(events.InvoiceCancelled, WRITES["cancel_invoice"], _named),
    *(on(kind, WRITES["settle_term"], _settled) for kind in Settled),
    on(events.InvoiceCredited, WRITES["credit_invoice"], _applied),
    on(events.PaymentApplied, WRITES["pay_invoice"], _applied),
    on(events.CreditUnapplied, WRITES["credit_invoice"], _taken),
    on(events.PaymentUnapplied, WRITES["pay_invoice"], _taken),
    on(events.InvoiceWrittenOff, WRITES["change_terms"], _changed),
    on(events.InvoiceWrittenOff, WRITES["write_off_invoice"], _written_off),
    on(events.InvoiceWriteOffReversed, WRITES["change_terms"], _changed),
    on(events.InvoiceWriteOffReversed, WRITES["write_off_invoice"], _reversed),
    on(events.InvoiceDiscountTaken, WRITES["change_terms"], _changed),
    on(events.InvoiceDiscountTaken, WRITES["discount_invoice"], _discounted),
    on(events.InvoiceDiscountReversed, WRITES["change_terms"], _changed),
    on(events.InvoiceDiscountReversed, WRITES["discount_invoice"], _discount_reversed),
    on(events.InvoiceContinued, WRITES["change_terms"], _changed),
    on(events.InvoiceContinued, WRITES["continue_invoice"], _continued),
    on(events.InvoicePaid, WRITES["pay_off_invoice"], _paid_off),
    on(events.InvoiceReopened, WRITES["expect_invoice"], _named),
    on(events.InvoiceBecameOverdue, WRITES["make_overdue"], _overdue),
    on(events.InvoiceAmended, WRITES["sum_up_terms"], _named),
    on(events.InvoiceAdjusted, WRITES["sum_up_terms"], _named),
    on(events.InvoiceCancelled, WRITES["sum_up_terms"], _named),
    on(events.InvoiceBecameOverdue, WRITES["sum_up_terms"], _named),
    on(events.InvoiceWrittenOff, WRITES["sum_up_terms"], _named),
    on(events.InvoiceWriteOffReversed, WRITES["sum_up_terms"], _named),
    on(events.InvoiceDiscountTaken, WRITES["sum_up_terms"], _named),
    on(events.InvoiceDiscountReversed, WRITES["sum_up_terms"], _named),
    on(events.InvoiceContinued, WRITES["sum_up_terms"], _named),
    on(events.InvoicePaid, WRITES["sum_up_terms"], _named),
    on(events.InvoiceReopened, WRITES["sum_up_terms"], _named),
    *(on(kind, WRITES["sum_up_terms"], _named) for kind in Settled),
    called(events.InvoiceIssued, "external_id", lambda event: [event.external_id]),
    called(events.InvoiceIssued, "text", lambda event: [event.number, event.purchase_order]),
    called(events.InvoiceAmended, "text", lambda event: [event.number, event.purchase_order]),
)
