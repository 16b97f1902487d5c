"""Which terms of a customer's invoices still want money: candidates for money without references."""

from collections.abc import Sequence
from datetime import date

from recoup_events.invoice import (
    InvoiceAmended,
    InvoiceBecameOverdue,
    InvoiceDiscountTaken,
    InvoiceIssued,
    PaymentApplied,
    Term,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables.balance import balances_of


class OpenReceivable(Value):
    """What one term wants, and when; nothing once it is settled."""

    receivable_id: ReceivableId = ReceivableId("")
    invoice_id: InvoiceId = InvoiceId("")
    creditor_id: str = ""
    external_id: str = ""
    """The invoice's."""
    due_date: date = date.max
    time_zone: str = ""
    """The debtor's, in which the due date ends."""
    balance: Money | None = None
    overdue: bool = False
    """Whether the due date has ended with something owed."""
    paid_on: date | None = None
    """When the debtor paid the last of it; ``None`` where something is owed, or it was not paid."""


def _documents(event: Event) -> Sequence[str]:
    match event:
        case InvoiceAmended(terms=terms):
            return [term.receivable_id for term in terms]
        case InvoiceBecameOverdue(receivable_id=id):
            return [id]
        case _:
            return list(balances_of(event))


def _evolve(known: OpenReceivable, recorded: Envelope[Event]) -> OpenReceivable:
    match recorded.event:
        case InvoiceIssued() as event:
            return OpenReceivable(
                receivable_id=known.receivable_id,
                invoice_id=event.invoice_id,
                creditor_id=event.creditor_id,
                external_id=event.external_id,
                due_date=_due(known, event.terms),
                time_zone=event.time_zone,
                balance=balances_of(event)[known.receivable_id],
            )
        case InvoiceAmended(terms=terms, time_zone=time_zone):
            due_date = _due(known, terms)
            same = (due_date, time_zone) == (known.due_date, known.time_zone)
            amended = {"due_date": due_date, "time_zone": time_zone}
            return known.model_copy(update=amended | {"overdue": known.overdue and same})
        case InvoiceBecameOverdue():
            return known.model_copy(update={"overdue": True})
        case event:
            balance = balances_of(event)[known.receivable_id]
            moved = {"balance": balance, "paid_on": _paid_on(event, balance)}
            return known.model_copy(update=moved | {"overdue": known.overdue and bool(balance)})


def _paid_on(event: Event, balance: Money) -> date | None:
    match event:
        case PaymentApplied(value_date=day) | InvoiceDiscountTaken(applied_on=day) if not balance:
            return day
        case _:
            return None


def _due(known: OpenReceivable, terms: Sequence[Term]) -> date:
    return next(term.due_date for term in terms if term.receivable_id == known.receivable_id)


def _longest_due_first(known: OpenReceivable) -> str | None:
    if not known.balance:
        return None
    first = owed_to(known.creditor_id, known.balance.currency)
    return f"{first}{known.due_date} {known.external_id}"


def owed_to(creditor_id: str, currency: str) -> str:
    """How the places of a creditor's receivables in one currency begin."""
    return f"{creditor_id} {currency} "


OPEN_RECEIVABLES = View(
    "open_receivables",
    OpenReceivable(),
    _documents,
    _evolve,
    place=_longest_due_first,
    own_id="receivable_id",
)
