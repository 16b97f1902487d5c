"""A customer's money and credit on account that no person has set apart, the longest there first."""

from collections.abc import Mapping, Sequence
from datetime import date

from recoup_events import invoice as events
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Sum, View

_OF_PAYMENTS = (
    events.PaymentReceived,
    events.PaymentAllocated,
    events.PaymentUnallocated,
    events.PaymentAmbiguous,
    events.PaymentReserved,
    events.PaymentReleased,
    events.PaymentRefunded,
    PaymentDifferenceKept,
    PaymentDifferenceReturned,
    events.PaymentReversed,
)
_OF_CREDIT = (
    events.CreditNoteIssued,
    events.CreditNoteAllocated,
    events.CreditNoteUnallocated,
    events.CreditNoteCancelled,
)


class FreeFunds(Value):
    """A payment or a credit note."""

    creditor_id: str = ""
    external_id: str = ""
    free_from: date = date.max
    unapplied: Money | None = None
    reserved: Money | None = None
    held: bool = False
    """A person keeps it on account, until that person allocates it."""
    ambiguous: bool = False

    @property
    def left(self) -> Money | None:
        """What may be applied by policy; ``None`` if nothing."""
        if self.held or self.ambiguous or self.unapplied is None:
            return None
        left = self.unapplied if self.reserved is None else self.unapplied - self.reserved
        return left if left.minor_units > 0 else None


def _documents(event: Event) -> Sequence[str]:
    if isinstance(event, _OF_PAYMENTS):
        return [event.payment_id]
    return [event.credit_note_id] if isinstance(event, _OF_CREDIT) else []


def _evolve(known: FreeFunds, recorded: Envelope[Event]) -> FreeFunds:
    match recorded.event:
        case events.PaymentReceived() as event:
            came = (event.creditor_id, event.external_id, event.value_date, event.amount)
            return _came(*came, held=event.held)
        case events.CreditNoteIssued() as event:
            return _came(event.creditor_id, event.external_id, event.issue_date, event.amount)
        case event:
            return known.model_copy(update=_moved(known, event))


def _came(
    creditor_id: str, external_id: str, on: date, amount: Money, *, held: bool = False
) -> FreeFunds:
    return FreeFunds(
        creditor_id=creditor_id, external_id=external_id, free_from=on, unapplied=amount, held=held
    )


def _moved(known: FreeFunds, event: Event) -> Mapping[str, object]:
    match event:
        case (
            events.PaymentUnallocated(unapplied=left, unallocated_on=on, held=held)
            | events.CreditNoteUnallocated(unapplied=left, unallocated_on=on, held=held)
        ):
            free_from = max(known.free_from, on)
            return {"unapplied": left, "free_from": free_from, "held": known.held or held}
        case events.PaymentAllocated(unapplied=left) | events.CreditNoteAllocated(unapplied=left):
            return {"unapplied": left, "ambiguous": False}
        case (
            events.PaymentRefunded(unapplied=left)
            | PaymentDifferenceKept(unapplied=left)
            | PaymentDifferenceReturned(unapplied=left)
        ):
            return {"unapplied": left}
        case events.PaymentAmbiguous():
            return {"ambiguous": True}
        case events.PaymentReserved(reserved=kept) | events.PaymentReleased(reserved=kept):
            return {"reserved": kept}
        case events.PaymentReversed() | events.CreditNoteCancelled():
            return {"unapplied": None}
        case _:
            return {}


def free_with(creditor_id: str, currency: str) -> str:
    """How the places of what is free with a creditor in one currency begin."""
    return f"{creditor_id} {currency} "


def _longest_there_first(known: FreeFunds) -> str | None:
    if known.left is None:
        return None
    within = free_with(known.creditor_id, known.left.currency)
    return f"{within}{known.free_from} {known.external_id}"


FREE_FUNDS = View("free_funds", FreeFunds(), _documents, _evolve, place=_longest_there_first)


class AnyFunds(Value):
    """Whether it is worth looking, so that an invoice costs no look where nothing is on account."""

    sources: int = 0


def _counted(known: AnyFunds, before: FreeFunds, after: FreeFunds) -> AnyFunds:
    more = (after.left is not None) - (before.left is not None)
    return AnyFunds(sources=known.sources + more)


def _asked(event: Event) -> Sequence[str]:
    """It is read with what an invoice changes."""
    return [event.customer_id] if isinstance(event, events.InvoiceIssued) else []


ANY_FUNDS = View(
    "any_funds",
    AnyFunds(),
    _asked,
    lambda known, _recorded: known,
    sums=Sum(FREE_FUNDS, _counted),
)
