"""What the events of an invoice add up to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from typing import TypedDict

from invoice.invoices.domain import aging
from invoice.invoices.domain.applications import CreditPart, Part, PaymentPart, applied_after
from invoice.invoices.domain.errors import InvoiceRefused
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId, WriteOffId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, total

AGING = "aging"
"""The timer that wakes an unpaid invoice when it enters its next bucket of age."""


AMENDABLE = ("number", "purchase_order", "lines", "due_date", "time_zone")
"""What of an issued invoice can be put right; its total is adjusted."""


class InvoiceState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"


class Ids(TypedDict):
    """What every event about an invoice names."""

    invoice_id: InvoiceId
    customer_id: CustomerId


class NoInvoice(Value):
    """Nothing was issued under this id."""


class WriteOffPart(Value):
    """What of a write-off still stands."""

    amount: Money
    taxes: tuple[events.TaxPart, ...]
    origin: events.Origin
    effective_on: date


class Invoice(Value):
    issued: events.InvoiceIssued
    amended: events.InvoiceAmended | None = None
    """What it says by now, where that was changed."""
    adjusted: Money | None = None
    """The total, where it was raised or lowered."""
    applied: Mapping[AllocationId, Part] = {}
    write_offs: Mapping[WriteOffId, WriteOffPart] = {}
    write_offs_made: int = 0
    given_up: bool = False
    """The last that was owed was written off."""
    cancelled: bool = False
    chase: events.Chase = events.Chase.NOW
    chase_from: date | None = None
    aged: int = 0
    """The first day of the last bucket of age that was entered; 0 while not overdue."""
    metadata: Metadata = NO_METADATA

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
        return self.total - self.credited - self.paid - self.written_off

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
    def written_off(self) -> Money:
        return total((part.amount for part in self.write_offs.values()), self.currency)

    @property
    def currency(self) -> str:
        return self.issued.total.currency

    @property
    def state(self) -> InvoiceState:
        if self.cancelled:
            return InvoiceState.CANCELLED
        if not self.balance:
            return InvoiceState.WRITTEN_OFF if self.given_up else InvoiceState.PAID
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


def paid_by(
    invoice: Invoice, moves: Sequence[events.InvoiceEvent], on: date
) -> Sequence[events.InvoicePaid]:
    """Whether these moves leave nothing owed that was, or nothing written off that had closed it."""
    after = reduce(lambda state, event: changed_by(event, state), moves, invoice)
    was_open = bool(invoice.balance) or (invoice.given_up and not after.written_off)
    return [events.InvoicePaid(**invoice.ids, paid_on=on)] if was_open and not after.balance else []


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
        case events.InvoiceWrittenOff() | events.InvoiceWriteOffReversed():
            return _written_off(invoice, event)
        case _:
            return _aged(invoice, event)


def _written_off(
    invoice: Invoice, event: events.InvoiceWrittenOff | events.InvoiceWriteOffReversed
) -> Mapping[str, object]:
    id, kept = event.write_off_id, invoice.write_offs
    if isinstance(event, events.InvoiceWrittenOff):
        part = WriteOffPart.model_validate(event, from_attributes=True)
        made = {"write_offs": {**kept, id: part}, "write_offs_made": invoice.write_offs_made + 1}
        return made if event.balance else {**made, "given_up": True, "aged": 0}
    if event.remaining:
        rest = kept[id].model_copy(update={"amount": event.remaining, "taxes": ()})
        return {"write_offs": {**kept, id: rest}}
    return {"write_offs": {other: part for other, part in kept.items() if other != id}}


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
            return {"aged": 0, "given_up": False}
        case events.InvoiceReopened():
            return {"given_up": False}
        case _:
            return {}


def timers(state: State) -> Mapping[str, datetime]:
    """An unpaid invoice is woken in each bucket's first moment; any other sleeps."""
    if not isinstance(state, Invoice) or not state.balance:
        return {}
    moment = aging.next_entry(state.due_date, state.time_zone, after=state.aged)
    return {} if moment is None else {AGING: moment}
