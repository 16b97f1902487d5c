"""Which of a customer's invoices are overdue: one alone may be an oversight, several hardly are."""

from collections.abc import Sequence
from datetime import datetime

from recoup_events.invoice import (
    InvoiceBecameOverdue,
    InvoiceCancelled,
    InvoicePaid,
    InvoiceReopened,
    InvoiceWrittenOff,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View
from recoup_receivables.balance import balances_of

FOLLOWED = (
    *(InvoiceBecameOverdue, InvoicePaid, InvoiceReopened),
    *(InvoiceCancelled, InvoiceWrittenOff),
)


class Unpaid(Value):
    """One invoice."""

    overdue_since: datetime | None = None
    event_id: str = ""
    settled: bool = False


def _documents(event: Event) -> Sequence[str]:
    return (event.invoice_id,) if isinstance(event, FOLLOWED) else ()


def _evolve(unpaid: Unpaid, received: Envelope[Event]) -> Unpaid:
    match received.event:
        case InvoiceBecameOverdue() if unpaid.overdue_since is None:
            return Unpaid(overdue_since=received.cause.at, event_id=str(received.id))
        case InvoiceReopened() if unpaid.settled:
            return unpaid.model_copy(update={"settled": False})
        case InvoiceWrittenOff() as event if any(balances_of(event).values()):
            return unpaid
        case InvoicePaid() | InvoiceCancelled() | InvoiceWrittenOff() if unpaid.overdue_since:
            return unpaid.model_copy(update={"settled": True})
        case _:
            return unpaid


def _place(unpaid: Unpaid) -> str | None:
    """The longest overdue first."""
    if unpaid.settled or unpaid.overdue_since is None:
        return None
    return unpaid.overdue_since.isoformat()


UNPAID = View("unpaid_invoices", Unpaid(), _documents, _evolve, subscribes=FOLLOWED, place=_place)
