"""Every movement of money with the days it counts from and was recorded on; the shared read model.

Statements and aging are sums over the movements. Customers, invoices and payments are shown by the
same read model, so that a list, a statement and an aging report never disagree.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date
from typing import Any, TypeVar

from invoice.agreements import projection as agreements
from invoice.api_keys import projection as api_keys
from invoice.approvals import projection as approvals
from invoice.charges import projection as charges
from invoice.clearings import projection as clearings
from invoice.credit_notes import projection as credit_notes
from invoice.credit_standing import projection as credit_standing
from invoice.creditors import projection as creditors
from invoice.customers import projection as customers
from invoice.imports import projection as imports
from invoice.invoices import projection as invoices
from invoice.late_bookings import projection as late_bookings
from invoice.payment_attempts import projection as payment_attempts
from invoice.payments import projection as payments
from invoice.portal_links import projection as portal_links
from invoice.postings import projection as postings
from invoice.receipts import projection as receipts
from invoice.received_documents import projection as received_documents
from invoice.reconciliations import projection as reconciliations
from invoice.report_schedules import projection as report_schedules
from invoice.returns import projection as returns
from invoice.tenants import projection as tenants
from invoice.timeline import projection as timeline
from recoup_events import invoice as events
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Change, Projection, on

F = TypeVar("F", bound=Event)
Row = tuple[Any, ...]
WRITES = named_queries("invoice.ledger", "projection.sql")


def _recorded_on(recorded: Envelope[Any]) -> date:
    return recorded.cause.at.astimezone(UTC).date()


def _entered(event: type[F], statement: str, row: Callable[[Envelope[F]], Row]) -> Change:
    """Entries name the day on which they were recorded, beside the one from which they count."""
    return on(event, WRITES[statement], lambda each: (*row(each), _recorded_on(each)), placed=True)


def _due(recorded: Envelope[events.InvoiceIssued]) -> Row:
    event = recorded.event
    continued = {each.continued_by: each.receivable_id for each in event.continues}
    sources = [continued.get(term.receivable_id) for term in event.terms]
    return (recorded.tenant, *_due_dates(event.terms), sources)


def _due_moved(recorded: Envelope[events.InvoiceAmended]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.invoice_id, *_due_dates(event.terms))


def _due_dates(terms: Sequence[events.Term]) -> Row:
    return ([term.receivable_id for term in terms], [term.due_date for term in terms])


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
        "charge" if event.charge else "continues" if event.continues else "invoice",
        [term.receivable_id for term in event.terms],
        [term.amount.minor_units for term in event.terms],
    )


def _amended(recorded: Envelope[events.InvoiceAmended]) -> Row:
    return (recorded.tenant, recorded.event.invoice_id, recorded.event.number)


def _adjusted(recorded: Envelope[events.InvoiceAdjusted]) -> Row:
    return _changed("adjustment" if recorded.event.continues is None else "continues")(recorded)


def _changed(kind: str) -> Callable[[Envelope[Any]], Row]:
    """What an event did to terms of its invoice; to those that it changed."""

    def row(recorded: Envelope[Any]) -> Row:
        event = recorded.event
        terms = [term for term in event.terms if term.change]
        ids = [term.receivable_id for term in terms]
        amounts = [term.change.minor_units for term in terms]
        if isinstance(event, events.InvoiceDiscountTaken | events.InvoiceDiscountReversed):
            given_off = kind.replace("discount", event.kind)
            return (recorded.tenant, event.invoice_id, given_off, event.applied_on, ids, amounts)
        return (recorded.tenant, event.invoice_id, kind, event.effective_on, ids, amounts)

    return row


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


def _difference(recorded: Envelope[PaymentDifferenceKept]) -> Row:
    event, amount = recorded.event, recorded.event.amount.minor_units
    return (recorded.tenant, event.payment_id, "payment_difference", event.kept_on, amount, None)


def _given_back(recorded: Envelope[PaymentDifferenceReturned]) -> Row:
    event, kind = recorded.event, "payment_difference_reversal"
    amount = -event.amount.minor_units
    return (recorded.tenant, event.payment_id, kind, event.returned_on, amount, None)


def _reversed(recorded: Envelope[events.PaymentReversed]) -> Row:
    event, amount = recorded.event, recorded.event.amount.minor_units
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
    on(events.InvoiceIssued, WRITES["hold_due_dates"], _due, placed=True),
    _entered(events.InvoiceIssued, "enter_invoice", _issued),
    on(events.InvoiceAmended, WRITES["rename_invoice"], _amended),
    _entered(events.InvoiceAmended, "move_due_dates", _due_moved),
    _entered(events.InvoiceAdjusted, "enter_adjustment", _adjusted),
    _entered(events.InvoiceCancelled, "enter_adjustment", _changed("cancellation")),
    _entered(events.InvoiceContinued, "enter_adjustment", _changed("continued")),
    _entered(events.InvoiceWrittenOff, "enter_adjustment", _changed("write_off")),
    _entered(events.InvoiceWriteOffReversed, "enter_adjustment", _changed("write_off_reversal")),
    _entered(events.InvoiceDiscountTaken, "enter_adjustment", _changed("discount")),
    _entered(events.InvoiceDiscountReversed, "enter_adjustment", _changed("discount_reversal")),
    _entered(events.PaymentReceived, "enter_funds", _received),
    _entered(events.PaymentRefunded, "return_payment", _refunded),
    _entered(PaymentDifferenceKept, "return_payment", _difference),
    _entered(PaymentDifferenceReturned, "return_payment", _given_back),
    _entered(events.PaymentReversed, "return_payment", _reversed),
    _entered(events.CreditNoteIssued, "enter_funds", _credit_issued),
    _entered(events.CreditNoteCancelled, "cancel_credit_note", _credit_cancelled),
    _entered(events.PaymentApplied, "enter_application", _applied),
    _entered(events.PaymentUnapplied, "enter_application", _unapplied),
    _entered(events.InvoiceCredited, "enter_application", _credited),
    _entered(events.InvoiceCredited, "enter_older_credit", _older_credit),
    _entered(events.CreditUnapplied, "enter_application", _credit_unapplied),
)

FEATURES = (
    *(tenants, api_keys, approvals, creditors, customers, agreements),
    *(invoices, charges, payments, credit_notes, postings, receipts, clearings, returns),
    *(reconciliations, credit_standing, timeline, late_bookings, imports, received_documents),
    *(report_schedules, portal_links, payment_attempts),
)
"""What they write is written in this order, and the movements last."""
RECEIVABLES = Projection(
    tables_of(
        *(feature.__name__.removesuffix(".projection") for feature in FEATURES),
        "invoice.ledger",
        name="receivables",
    ),
    (*(change for feature in FEATURES for change in feature.CHANGES), *CHANGES),
    resources=(
        *("approval", "creditor", "customer", "invoice", "payment", "credit_note", "receipt"),
        *("clearing", "bank_return", "payment_attempt"),
        *("posting", "reconciliation", "agreement", "acceptance", "credit", "credit_decision"),
        *("tenant", "api_key", "import", "release", "sweep", "credit_review"),
        *("report_schedule", "report_run", "document", "document_set", "portal_link"),
    ),
)
