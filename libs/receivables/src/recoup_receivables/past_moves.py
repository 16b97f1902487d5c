"""What changed what is owed on a receivable, and from which day each change counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from recoup_events import invoice
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.notification import BookingKind
from recoup_receivables.calendar import local_date


class Move(Value):
    """Something that changed what is owed."""

    kind: BookingKind | None = None
    """``None`` for what raised it."""
    of: str = ""
    """The payment, credit note, dispute or invoice."""
    change: Money
    """Below zero where less is owed since."""
    counts_from: date
    booked_at: datetime

    def counted(self, moment: "Moment") -> bool:
        """Whether it made a difference by then.

        What lowers a balance on the very day may have crossed with a message of that day, unless it
        had been booked before; what raises it was known to be owed, or is by now.
        """
        booked = self.booked_at <= moment.at
        if self.change.minor_units < 0:
            return self.counts_from < moment.day or (self.counts_from == moment.day and booked)
        return self.counts_from <= moment.day or booked


class Moment(NamedTuple):
    day: date
    """In the debtor's calendar."""
    at: datetime


Moves = Mapping[str, Move]
"""Of money and credit by their allocation; the rest by the event."""


class Calendar(NamedTuple):
    """What of a document its changes are dated by."""

    time_zone: str
    charged_on: date | None
    """The issue date of a charge: what Recoup takes back of one was never to be charged."""


def moves_after(
    moves: Moves, id: ReceivableId, received: Envelope[Event], calendar: Calendar
) -> Moves:
    """Fold one event about the receivable."""
    match received.event:
        case (
            invoice.PaymentUnapplied(allocation_id=key, amount=amount, undone=True)
            | invoice.CreditUnapplied(allocation_id=key, amount=amount, undone=True)
        ):
            return _undone(moves, [key], amount)
        case invoice.InvoiceDiscountReversed(terms=terms, amount=amount, undone=True):
            given = [key for key, move in moves.items() if move.kind is BookingKind.DISCOUNT]
            return _undone(moves, given[::-1], _change(terms, id, amount))
        case invoice.PaymentApplied() | invoice.InvoiceCredited() as event:
            return {**moves, event.allocation_id: _applied(event, received.cause.at, calendar)}
        case event:
            found = _changed(event, id)
            if found is None:
                return moves
            move = Move(
                kind=found.kind if found.change.minor_units < 0 else None,
                of=found.of,
                change=found.change,
                counts_from=_day(event, found.on, calendar),
                booked_at=received.cause.at,
            )
            return {**moves, str(received.id): move} if move.change else moves


def _undone(moves: Moves, keys: Sequence[str], amount: Money) -> Moves:
    """So much of them counts as if it had never been."""
    after = dict(moves)
    for key in keys:
        if key in after:
            part = min(amount, -after[key].change)
            change = after[key].change + part
            after[key] = after[key].model_copy(update={"change": change})
            amount -= part
    return {key: move for key, move in after.items() if move.change}


def _applied(
    event: invoice.PaymentApplied | invoice.InvoiceCredited, at: datetime, calendar: Calendar
) -> Move:
    kind, of = _source(event)
    return Move(
        kind=kind,
        of=of,
        change=-event.amount,
        counts_from=event.applied_on or local_date(at, calendar.time_zone),
        booked_at=at,
    )


def _source(event: invoice.PaymentApplied | invoice.InvoiceCredited) -> tuple[BookingKind, str]:
    if isinstance(event, invoice.PaymentApplied):
        return BookingKind.PAYMENT, event.payment_id
    if isinstance(event.grounds, invoice.UpheldDispute):
        return BookingKind.DISPUTE, event.grounds.dispute_id
    return BookingKind.CREDIT_NOTE, event.credit_note_id


class _Changed(NamedTuple):
    change: Money
    on: date
    kind: BookingKind | None = None
    of: str = ""


def _changed(event: Event, id: ReceivableId) -> _Changed | None:
    match event:
        case invoice.InvoiceIssued(terms=terms, issue_date=day):
            return _Changed(next(t.amount for t in terms if t.receivable_id == id), day)
        case (
            invoice.PaymentUnapplied(amount=amount, unapplied_on=day)
            | invoice.CreditUnapplied(amount=amount, unapplied_on=day)
        ):
            return _Changed(amount, day)
        case (
            invoice.InvoiceDiscountTaken(terms=changed, applied_on=day)
            | invoice.InvoiceDiscountReversed(terms=changed, applied_on=day)
        ):
            kind = BookingKind.DISCOUNT
        case invoice.InvoiceCancelled(terms=changed, effective_on=day):
            kind = BookingKind.CANCELLATION
        case invoice.InvoiceAdjusted(terms=changed, effective_on=day):
            kind = BookingKind.ADJUSTMENT
        case _:
            return None
    return _Changed(_change(changed, id, event.amount), day, kind, event.invoice_id)


def _day(event: Event, on: date, calendar: Calendar) -> date:
    taken_back = (
        isinstance(event, invoice.InvoiceAdjusted) and event.origin is invoice.Origin.RECOUP
    )
    return calendar.charged_on if taken_back and calendar.charged_on is not None else on


def _change(terms: Sequence[invoice.ChangedTerm], id: ReceivableId, whole: Money) -> Money:
    found = (term.change for term in terms if term.receivable_id == id)
    return next(found, Money.zero(whole.currency))
