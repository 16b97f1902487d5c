"""Every movement of money with the day it counts from, and the read model all features share.

Statements and aging are sums over the movements. Customers, invoices and payments are shown by the
same read model, so that a list, a statement and an aging report never disagree.
"""

from collections.abc import Sequence
from typing import Any

from invoice.agreements import projection as agreements
from invoice.approvals import projection as approvals
from invoice.credit_notes import projection as credit_notes
from invoice.credit_standing import projection as credit_standing
from invoice.creditors import projection as creditors
from invoice.customers import projection as customers
from invoice.invoices import projection as invoices
from invoice.payments import projection as payments
from invoice.postings import projection as postings
from invoice.reconciliations import projection as reconciliations
from invoice.releases import projection as releases
from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, on

Row = tuple[Any, ...]
WRITES = named_queries("invoice.ledger", "projection.sql")


def _issued(recorded: Envelope[events.InvoiceIssued]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.customer_id,
        event.creditor_id,
        event.invoice_id,
        event.issue_date,
        event.total.currency,
        event.number,
        "continues" if event.continues else "invoice",
        [term.receivable_id for term in event.terms],
        [term.amount.minor_units for term in event.terms],
    )


def _amended(recorded: Envelope[events.InvoiceAmended]) -> Row:
    return (recorded.tenant, recorded.event.invoice_id, recorded.event.number)


def _adjusted(recorded: Envelope[events.InvoiceAdjusted]) -> Row:
    changes = [term for term in recorded.event.terms if term.change]
    kind = "adjustment" if recorded.event.continues is None else "continues"
    return _changed(recorded, kind, changes)


def _cancelled(recorded: Envelope[events.InvoiceCancelled]) -> Row:
    return _changed(recorded, "cancellation", recorded.event.terms)


def _changed(
    recorded: Envelope[Any],
    kind: str,
    terms: Sequence[events.ChangedTerm],
) -> Row:
    ids = [term.receivable_id for term in terms]
    amounts = [term.change.minor_units for term in terms]
    event = recorded.event
    day = event.applied_on if kind.startswith("discount") else event.effective_on
    return (recorded.tenant, event.invoice_id, kind, day, ids, amounts)


def _written_off(recorded: Envelope[events.InvoiceWrittenOff]) -> Row:
    return _changed(recorded, "write_off", recorded.event.terms)


def _write_off_reversed(recorded: Envelope[events.InvoiceWriteOffReversed]) -> Row:
    return _changed(recorded, "write_off_reversal", recorded.event.terms)


def _continued(recorded: Envelope[events.InvoiceContinued]) -> Row:
    return _changed(recorded, "continued", recorded.event.terms)


def _discounted(recorded: Envelope[events.InvoiceDiscountTaken]) -> Row:
    return _changed(recorded, "discount", recorded.event.terms)


def _discount_reversed(recorded: Envelope[events.InvoiceDiscountReversed]) -> Row:
    return _changed(recorded, "discount_reversal", recorded.event.terms)


def _received(recorded: Envelope[events.PaymentReceived]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.customer_id, event.creditor_id, event.payment_id, None),
        *("payment", event.value_date, event.amount.currency),
        *(-event.amount.minor_units, event.external_id),
    )


def _refunded(recorded: Envelope[events.PaymentRefunded]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.payment_id, "refund", event.refunded_on),
        *(event.amount.minor_units, event.external_id),
    )


def _reversed(recorded: Envelope[events.PaymentReversed]) -> Row:
    event = recorded.event
    amount = event.amount.minor_units
    return (recorded.tenant, event.payment_id, "reversal", event.reversed_on, amount, None)


def _credit_issued(recorded: Envelope[events.CreditNoteIssued]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.customer_id, event.creditor_id, None, event.credit_note_id),
        *("credit", event.issue_date, event.amount.currency),
        *(-event.amount.minor_units, event.number),
    )


def _credit_cancelled(recorded: Envelope[events.CreditNoteCancelled]) -> Row:
    return (recorded.tenant, recorded.event.credit_note_id, recorded.event.effective_on)


def _applied(recorded: Envelope[events.PaymentApplied]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.invoice_id, event.receivable_id, event.payment_id, None),
        *("application", event.applied_on, event.amount.minor_units),
        event.payer_id,
    )


def _unapplied(recorded: Envelope[events.PaymentUnapplied]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.invoice_id, event.receivable_id, event.payment_id, None),
        *("unapplication", event.unapplied_on, -event.amount.minor_units),
        event.payer_id,
    )


def _credited(recorded: Envelope[events.InvoiceCredited]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.invoice_id, event.receivable_id, None, event.credit_note_id),
        *("application", event.applied_on, event.amount.minor_units),
        event.customer_id,
    )


def _older_credit(recorded: Envelope[events.InvoiceCredited]) -> Row:
    event = recorded.event
    day = recorded.cause.at.date() if event.applied_on is None else None
    return (
        *(recorded.tenant, event.invoice_id, event.receivable_id, day),
        *(event.amount.minor_units, event.grounds.reference),
    )


def _credit_unapplied(recorded: Envelope[events.CreditUnapplied]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.invoice_id, event.receivable_id, None, event.credit_note_id),
        *("unapplication", event.unapplied_on, -event.amount.minor_units),
        event.customer_id,
    )


CHANGES = (
    on(events.InvoiceIssued, WRITES["enter_invoice"], _issued, placed=True),
    on(events.InvoiceAmended, WRITES["rename_invoice"], _amended),
    on(events.InvoiceAdjusted, WRITES["enter_adjustment"], _adjusted, placed=True),
    on(events.InvoiceCancelled, WRITES["enter_adjustment"], _cancelled, placed=True),
    on(events.InvoiceContinued, WRITES["enter_adjustment"], _continued, placed=True),
    on(events.InvoiceWrittenOff, WRITES["enter_adjustment"], _written_off, placed=True),
    on(
        events.InvoiceWriteOffReversed, WRITES["enter_adjustment"], _write_off_reversed, placed=True
    ),
    on(events.InvoiceDiscountTaken, WRITES["enter_adjustment"], _discounted, placed=True),
    on(events.InvoiceDiscountReversed, WRITES["enter_adjustment"], _discount_reversed, placed=True),
    on(events.PaymentReceived, WRITES["enter_funds"], _received, placed=True),
    on(events.PaymentRefunded, WRITES["return_payment"], _refunded, placed=True),
    on(events.PaymentReversed, WRITES["return_payment"], _reversed, placed=True),
    on(events.CreditNoteIssued, WRITES["enter_funds"], _credit_issued, placed=True),
    on(events.CreditNoteCancelled, WRITES["cancel_credit_note"], _credit_cancelled, placed=True),
    on(events.PaymentApplied, WRITES["enter_application"], _applied, placed=True),
    on(events.PaymentUnapplied, WRITES["enter_application"], _unapplied, placed=True),
    on(events.InvoiceCredited, WRITES["enter_application"], _credited, placed=True),
    on(events.InvoiceCredited, WRITES["enter_older_credit"], _older_credit, placed=True),
    on(events.CreditUnapplied, WRITES["enter_application"], _credit_unapplied, placed=True),
)

RECEIVABLES = Projection(
    tables_of(
        "invoice.approvals",
        "invoice.creditors",
        "invoice.customers",
        "invoice.agreements",
        "invoice.invoices",
        "invoice.payments",
        "invoice.credit_notes",
        "invoice.releases",
        "invoice.postings",
        "invoice.reconciliations",
        "invoice.credit_standing",
        "invoice.ledger",
        name="receivables",
    ),
    (
        *approvals.CHANGES,
        *creditors.CHANGES,
        *customers.CHANGES,
        *agreements.CHANGES,
        *invoices.CHANGES,
        *payments.CHANGES,
        *credit_notes.CHANGES,
        *releases.CHANGES,
        *postings.CHANGES,
        *reconciliations.CHANGES,
        *credit_standing.CHANGES,
        *CHANGES,
    ),
    resources=(
        *("approval", "creditor", "customer", "invoice", "payment", "credit_note"),
        *("posting", "reconciliation", "agreement", "acceptance"),
        *("credit", "credit_decision"),
    ),
)
