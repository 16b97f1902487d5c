"""Customers and what they owe, as the events of others tell."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from console.portfolio.cases import CASES
from recoup_events import invoice
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Change, Gathered, Row, called, gathered, on
from recoup_receivables.balance import MOVES, balances_of

WRITES = named_queries("console.portfolio", "projection.sql")


def _creditor(recorded: Envelope[Any]) -> Iterable[Row]:
    event = recorded.event
    details = event.details
    name = details.trading_name or details.legal_name
    return [(event.creditor_id, getattr(event, "code", None), name, details.time_zone)]


def _customer(recorded: Envelope[Any]) -> Iterable[Row]:
    event = recorded.event
    who = (event.customer_id, getattr(event, "external_id", None), event.name)
    return [(*who, event.kind, event.country, event.language, event.time_zone)]


def _name(event: Any) -> Iterable[str]:
    return [event.name]


def _issued(recorded: Envelope[invoice.InvoiceIssued]) -> Iterable[Row]:
    event, charge = recorded.event, recorded.event.charge
    of_charge = (None, None) if charge is None else (charge.kind, charge.invoice_id)
    what = (event.invoice_id, event.customer_id, event.creditor_id, event.number, event.external_id)
    total = event.total
    return [(*what, total.currency, total.minor_units, event.issue_date, *of_charge)]


def _receivables(recorded: Envelope[invoice.InvoiceIssued]) -> Iterable[Row]:
    event = recorded.event
    whose = (event.invoice_id, event.customer_id, event.creditor_id, event.total.currency)
    return [
        (term.receivable_id, *whose, term.amount.minor_units, term.due_date) for term in event.terms
    ]


def _amended(recorded: Envelope[invoice.InvoiceAmended]) -> Iterable[Row]:
    return [
        (term.receivable_id, term.amount.minor_units, term.due_date)
        for term in recorded.event.terms
    ]


def _balances(recorded: Envelope[Any]) -> Iterable[Row]:
    return [(id, owed.minor_units) for id, owed in balances_of(recorded.event).items()]


def _receivable_ids(recorded: Envelope[Any]) -> Iterable[Row]:
    return [(id,) for id in balances_of(recorded.event)]


def _of_customer(recorded: Envelope[Any]) -> Iterable[Row]:
    return [(recorded.event.customer_id,)]


def _of_invoice(recorded: Envelope[Any]) -> Iterable[Row]:
    return [(recorded.event.invoice_id,)]


def _number(recorded: Envelope[invoice.InvoiceAmended]) -> Iterable[Row]:
    return [(recorded.event.invoice_id, recorded.event.number)]


def _becomes(state: str) -> Callable[[Envelope[Any]], Iterable[Row]]:
    return lambda recorded: [(recorded.event.invoice_id, state)]


STATES: tuple[tuple[type[Event], str], ...] = (
    (invoice.InvoicePaid, "paid"),
    (invoice.InvoiceReopened, "open"),
    (invoice.InvoiceCancelled, "cancelled"),
    (invoice.InvoiceWrittenOff, "written_off"),
    (invoice.InvoiceWriteOffReversed, "open"),
    (invoice.InvoiceContinued, "continued"),
)
"""What an invoice is after its events."""


def _condition(recorded: Envelope[invoice.CustomerConditionRecorded]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.condition_id, event.customer_id, event.condition),
        *(event.source, event.effective_from, event.effective_until),
    )


def _lifted(recorded: Envelope[invoice.CustomerConditionLifted]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.condition_id, event.effective_from)


def _owed() -> Iterator[Gathered]:
    """Invoices before what is owed on them, and that before whoever owes it."""
    yield gathered(invoice.InvoiceIssued, WRITES["issue_invoices"], _issued)
    yield gathered(invoice.InvoiceIssued, WRITES["add_receivables"], _receivables)
    for moved in MOVES:
        yield gathered(moved, WRITES["set_balances"], _balances, key=1)
        yield gathered(moved, WRITES["forget_settled_dates"], _receivable_ids, key=1)
    amended = invoice.InvoiceAmended
    yield gathered(amended, WRITES["leave_due_dates"], _of_invoice, key=1)
    yield gathered(amended, WRITES["forget_left_dates"], _of_invoice, key=1)
    yield gathered(amended, WRITES["amend_receivables"], _amended, key=1)
    yield gathered(amended, WRITES["join_due_dates"], _of_invoice, key=1)
    yield gathered(amended, WRITES["renumber_invoices"], _number, key=1)
    for event, state in STATES:
        yield gathered(event, WRITES["settle_invoices"], _becomes(state), key=1)
    for changed in (*MOVES, amended):
        yield gathered(changed, WRITES["forget_settled_customers"], _of_customer, key=1)
        yield gathered(changed, WRITES["rank_customers"], _of_customer, key=1)


def _changes() -> Iterator[Change | Gathered]:
    for event in (invoice.CreditorRegistered, invoice.CreditorDetailsChanged):
        yield gathered(event, WRITES["keep_creditors"], _creditor, key=1)
    for who in (invoice.CustomerRegistered, invoice.CustomerDetailsChanged):
        yield gathered(who, WRITES["keep_customers"], _customer, key=1)
        yield called(who, "name", _name)
    yield called(invoice.CustomerRegistered, "id", lambda event: [event.external_id])
    yield called(
        invoice.InvoiceIssued,
        "number",
        lambda event: [event.number, event.external_id, event.purchase_order],
    )
    yield from _owed()
    yield on(invoice.CustomerConditionRecorded, WRITES["record_condition"], _condition)
    yield on(invoice.CustomerConditionLifted, WRITES["lift_condition"], _lifted)
    for case in CASES:
        yield on(case.event, WRITES[case.write], case.row)


PORTFOLIO = (*_changes(),)
