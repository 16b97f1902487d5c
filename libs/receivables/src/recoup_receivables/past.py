"""What could be asked for on a receivable at a past moment, as is known now.

Money, credits and amounts count from their own days, whenever they were booked; disputes and plans
from the moment they were recorded. Write-offs and continuations take nothing back of what was owed.
Once all topics are received, their order has made no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from recoup_events import invoice
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.notification import Booking, BookingKind
from recoup_receivables.calendar import local_date
from recoup_receivables.past_asides import Aside, asides_after
from recoup_receivables.past_moves import Calendar, Moment, Move, moves_after


class Past(Value):
    """Of one receivable; nothing is known of what was owed before the invoice has arrived."""

    time_zone: str = ""
    moves: Mapping[str, Move] = {}
    asides: Mapping[str, Aside] = {}
    charged_on: date | None = None
    """The issue date of a charge: what is lowered of it by Recoup should never have been."""

    def moment(self, at: datetime) -> Moment:
        return Moment(local_date(at, self.time_zone), at)

    def right(self, moment: Moment, currency: str) -> Money:
        """What could be asked for then."""
        counted = (move.change for move in self.moves.values() if move.counted(moment))
        aside = (amount for _, amount in self._aside(moment))
        nothing = Money.zero(currency)
        return max(total(counted, currency) - total(aside, currency), nothing)

    def bookings(self, moment: Moment, difference: Money) -> tuple[Booking, ...]:
        """As many of the latest booked as explain why so much less could be asked for."""
        found: list[Booking] = []
        for booking in sorted(self._lowering(moment), key=_when_booked, reverse=True):
            if difference.minor_units <= 0:
                break
            found.append(booking)
            difference -= booking.amount
        return tuple(found)

    def _lowering(self, moment: Moment) -> Iterator[Booking]:
        for move in self.moves.values():
            if move.kind is not None and move.counted(moment):
                yield Booking(
                    kind=move.kind,
                    id=move.of,
                    amount=-move.change,
                    counts_from=move.counts_from,
                    booked_at=move.booked_at,
                )
        for id, amount in self._aside(moment):
            aside = self.asides[id]
            yield Booking(
                kind=aside.kind,
                id=id,
                amount=amount,
                counts_from=local_date(aside.since, self.time_zone),
                booked_at=aside.known_at,
            )

    def _aside(self, moment: Moment) -> Sequence[tuple[str, Money]]:
        applied = {
            AllocationId(id): -move.change
            for id, move in self.moves.items()
            if move.kind is BookingKind.PAYMENT and move.counted(moment)
        }
        standing = ((id, each) for id, each in self.asides.items() if each.stood(moment.at))
        left = [(id, aside.left(applied)) for id, aside in standing]
        return [(id, amount) for id, amount in left if amount]


def _when_booked(booking: Booking) -> tuple[datetime, str]:
    return booking.booked_at, booking.id


def past_after(past: Past, id: ReceivableId, received: Envelope[Event]) -> Past:
    """Fold one event about the receivable."""
    event = received.event
    if not isinstance(event, invoice.InvoiceEvent):
        asides = asides_after(past.asides, id, event, received.cause.at)
        return past if asides is past.asides else past.model_copy(update={"asides": asides})
    if isinstance(event, invoice.InvoiceIssued):
        charged_on = None if event.charge is None else event.issue_date
        past = past.model_copy(update={"time_zone": event.time_zone, "charged_on": charged_on})
    elif isinstance(event, invoice.InvoiceAmended):
        return past.model_copy(update={"time_zone": event.time_zone})
    elif not past.time_zone:
        return past
    moves = moves_after(past.moves, id, received, Calendar(past.time_zone, past.charged_on))
    return past if moves is past.moves else past.model_copy(update={"moves": moves})
