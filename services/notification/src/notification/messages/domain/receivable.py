"""One invoice as notification needs to know it: its terms, what is chased, and who waits for it."""

from collections.abc import Sequence
from datetime import date

from notification.messages.domain import events
from recoup_events.invoice import InvoiceAmended, InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import MessageId
from recoup_eventstore.decider import View
from recoup_receivables import owed
from recoup_receivables.owed import Owed


class Terms(Value):
    """What a message names of an invoice."""

    number: str
    purchase_order: str | None
    due_date: date


class Receivable(Value):
    """``terms`` is ``None`` until the invoice has arrived."""

    terms: Terms | None = None
    owed: Owed = Owed()
    held: tuple[MessageId, ...] = ()
    """Messages that wait for the invoice to be received."""


def _documents(event: Event) -> Sequence[str]:
    if isinstance(event, events.MessageHeld | events.MessageReleased):
        return [event.invoice_id]
    return owed.invoices_of(event)


def _evolve(known: Receivable, recorded: Envelope[Event]) -> Receivable:
    match recorded.event:
        case events.MessageHeld(message_id=id):
            return known.model_copy(update={"held": (*known.held, id)})
        case events.MessageReleased(message_id=id):
            return known.model_copy(update={"held": tuple(m for m in known.held if m != id)})
        case InvoiceIssued() as event:
            terms = Terms.model_validate(event, from_attributes=True)
            followed = owed.follow(known.owed, event)
            return known.model_copy(update={"terms": terms, "owed": followed})
        case InvoiceAmended() as event:
            terms = Terms.model_validate(event, from_attributes=True)
            return known.model_copy(update={"terms": terms})
        case event:
            return known.model_copy(update={"owed": owed.follow(known.owed, event)})


RECEIVABLE = View("receivable", Receivable(), _documents, _evolve, subscribes=owed.FOLLOWED)
