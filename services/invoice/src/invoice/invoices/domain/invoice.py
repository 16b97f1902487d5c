"""What the events of an invoice add up to."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from invoice.invoices.domain import aging
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import Money, total

AGING = "aging"
"""The timer that wakes an unpaid invoice when it enters its next bucket of age."""


class InvoiceState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    CANCELLED = "cancelled"


class Ids(TypedDict):
    """What every event about an invoice names."""

    invoice_id: InvoiceId
    customer_id: CustomerId


class NoInvoice(Value):
    """Nothing was issued under this id."""


class Invoice(Value):
    issued: events.InvoiceIssued
    credits: Mapping[events.Grounds, Money] = {}
    applied: Mapping[PaymentId, Money] = {}
    cancelled: bool = False
    chase: events.Chase = events.Chase.NOW
    chase_from: date | None = None
    aged: int = 0
    """The first day of the last bucket of age that was entered; 0 while not overdue."""

    @property
    def ids(self) -> Ids:
        return {"invoice_id": self.issued.invoice_id, "customer_id": self.issued.customer_id}

    @property
    def balance(self) -> Money:
        """What is still owed."""
        if self.cancelled:
            return Money.zero(self.currency)
        return self.issued.total - self.credited - total(self.applied.values(), self.currency)

    @property
    def credited(self) -> Money:
        return total(self.credits.values(), self.currency)

    @property
    def currency(self) -> str:
        return self.issued.total.currency

    @property
    def state(self) -> InvoiceState:
        if self.cancelled:
            return InvoiceState.CANCELLED
        if not self.balance:
            return InvoiceState.PAID
        return InvoiceState.OVERDUE if self.aged else InvoiceState.OPEN


State = NoInvoice | Invoice
NOTHING: State = NoInvoice()


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.InvoiceIssued():
            return Invoice(issued=event, chase=event.chase, chase_from=event.chase_from)
        case Invoice(), events.InvoiceChaseChanged(chase=chase, chase_from=day):
            return state.model_copy(update={"chase": chase, "chase_from": day})
        case Invoice(), _:
            return state.model_copy(update=_changed(state, event))
        case _:
            return state


def _changed(invoice: Invoice, event: events.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case events.PaymentApplied(payment_id=id, amount=amount):
            before = invoice.applied.get(id, Money.zero(amount.currency))
            return {"applied": {**invoice.applied, id: before + amount}}
        case events.PaymentUnapplied(payment_id=id):
            return {"applied": {i: a for i, a in invoice.applied.items() if i != id}}
        case events.InvoiceCredited(grounds=grounds, amount=amount):
            return {"credits": {**invoice.credits, grounds: amount}}
        case events.InvoiceCancelled():
            return {"cancelled": True}
        case events.InvoiceBecameOverdue():
            return {"aged": aging.BUCKETS[0].first_day}
        case events.InvoiceAged(days_past_due=days):
            return {"aged": days}
        case events.InvoicePaid():
            return {"aged": 0}
        case _:
            return {}


def timers(state: State) -> Mapping[str, datetime]:
    """An unpaid invoice is woken in each bucket's first moment; any other sleeps."""
    if not isinstance(state, Invoice) or not state.balance:
        return {}
    terms = state.issued
    moment = aging.next_entry(terms.due_date, terms.time_zone, after=state.aged)
    return {} if moment is None else {AGING: moment}
