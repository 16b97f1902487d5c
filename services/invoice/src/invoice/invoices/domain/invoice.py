"""What the events of an invoice add up to."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from invoice.invoices.domain import aging
from invoice.invoices.domain.applications import CreditPart, Part, PaymentPart, applied_after
from invoice.invoices.domain.errors import InvoiceRefused
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId
from recoup_events.kernel.money import Money, total

AGING = "aging"
"""The timer that wakes an unpaid invoice when it enters its next bucket of age."""


AMENDABLE = ("number", "purchase_order", "lines", "due_date", "time_zone")
"""What of an issued invoice can be put right; its total is adjusted."""


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
    amended: events.InvoiceAmended | None = None
    """What it says by now, where that was changed."""
    adjusted: Money | None = None
    """The total, where it was raised or lowered."""
    applied: Mapping[AllocationId, Part] = {}
    cancelled: bool = False
    chase: events.Chase = events.Chase.NOW
    chase_from: date | None = None
    aged: int = 0
    """The first day of the last bucket of age that was entered; 0 while not overdue."""

    @property
    def ids(self) -> Ids:
        return {"invoice_id": self.issued.invoice_id, "customer_id": self.issued.customer_id}

    @property
    def number(self) -> str:
        return self._text.number

    @property
    def purchase_order(self) -> str | None:
        return self._text.purchase_order

    @property
    def lines(self) -> tuple[events.Line, ...]:
        return self._text.lines

    @property
    def due_date(self) -> date:
        return self._text.due_date

    @property
    def time_zone(self) -> str:
        """Whose calendar decides when the due date has ended."""
        return self._text.time_zone

    @property
    def _text(self) -> events.InvoiceIssued | events.InvoiceAmended:
        return self.amended or self.issued

    @property
    def total(self) -> Money:
        """What the debtor is asked to pay."""
        return self.issued.total if self.adjusted is None else self.adjusted

    @property
    def balance(self) -> Money:
        """What is still owed."""
        if self.cancelled:
            return Money.zero(self.currency)
        return self.total - self.credited - self.paid

    @property
    def credited(self) -> Money:
        credits = (part for part in self.applied.values() if isinstance(part, CreditPart))
        return total((credit.amount for credit in credits), self.currency)

    @property
    def granted(self) -> Money:
        """What disputes were upheld for."""
        grants = (part.amount for part in self.applied.values() if part.granted)
        return total(grants, self.currency)

    @property
    def paid(self) -> Money:
        payments = (part for part in self.applied.values() if isinstance(part, PaymentPart))
        return total((payment.amount for payment in payments), self.currency)

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
            return changed_by(event, state)
        case _:
            return state


def issued_invoice(state: State) -> Invoice:
    """The invoice of a state that has one."""
    if isinstance(state, NoInvoice):
        raise InvoiceRefused("There is no such invoice; issue it first.")
    return state


def changed_by(event: events.InvoiceEvent, invoice: Invoice) -> Invoice:
    return invoice.model_copy(update=_changed(invoice, event))


def _changed(invoice: Invoice, event: events.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case (
            events.PaymentApplied()
            | events.PaymentUnapplied()
            | events.InvoiceCredited()
            | events.CreditUnapplied()
        ):
            issue_date = invoice.issued.issue_date
            return {"applied": applied_after(invoice.applied, event, issue_date)}
        case events.InvoiceAdjusted(total=total):
            return {"adjusted": total}
        case _:
            return _aged(invoice, event)


def _aged(invoice: Invoice, event: events.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case events.InvoiceAmended(due_date=due_date, time_zone=time_zone):
            stays = (due_date, time_zone) == (invoice.due_date, invoice.time_zone)
            return {"amended": event, "aged": invoice.aged if stays else 0}
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
    moment = aging.next_entry(state.due_date, state.time_zone, after=state.aged)
    return {} if moment is None else {AGING: moment}
