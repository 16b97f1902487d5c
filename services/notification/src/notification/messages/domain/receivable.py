"""One invoice as notification needs to know it: its terms, what is chased, and who waits for it."""

from collections.abc import Sequence
from datetime import date

from notification.messages.domain import events
from recoup_events.invoice import InvoiceAmended, InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, InvoiceId, MessageId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables import owed
from recoup_receivables.cover import Cover
from recoup_receivables.owed import Owed


class Terms(Value):
    """What a message names of an invoice."""

    creditor_id: CreditorId
    number: str
    purchase_order: str | None
    due_date: date


class SetAside(Value):
    """What is not asked for, by what keeps it: words about it have to be true."""

    contested: Money
    credited: Money
    """A dispute was decided, and its credit is on its way."""
    planned: Money


class Receivable(Value):
    """``terms`` is ``None`` until the invoice has arrived."""

    terms: Terms | None = None
    owed: Owed = Owed()
    held: tuple[MessageId, ...] = ()
    """Messages that wait for the invoice to be received."""

    def set_aside(self, invoice_id: InvoiceId) -> SetAside:
        assert self.owed.balance is not None, "it is looked at once it has arrived"
        sums = dict.fromkeys(SetAside.model_fields, Money.zero(self.owed.balance.currency))
        for id, amount in self.owed.set_aside(invoice_id).items():
            sums[_kept_by(self.owed.covers[id])] += amount
        return SetAside(**sums)


def _kept_by(cover: Cover) -> str:
    if cover.by == "plan":
        return "planned"
    return "credited" if cover.awaits_credit else "contested"


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
