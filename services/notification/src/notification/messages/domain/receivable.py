"""One receivable as notification needs to know it: its terms, what is chased, and who waits for it."""

from collections.abc import Sequence
from datetime import date

from notification.messages.domain import events
from recoup_events.invoice import ChargeKind, InvoiceAmended, InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, MessageId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables import owed
from recoup_receivables.cover import Cover
from recoup_receivables.owed import Owed


class Terms(Value):
    """What a message names of a term and its invoice."""

    creditor_id: CreditorId
    number: str
    purchase_order: str | None
    payment_reference: str | None = None
    due_date: date
    instalment: str | None = None
    """Which of several it is, e.g. ``1/3``."""
    charge: ChargeKind | None = None
    """What Recoup charges with it, if it is no invoice of the creditor's."""


class SetAside(Value):
    """What is not asked for, by what keeps it: words about it have to be true."""

    contested: Money
    credited: Money
    """A dispute was decided, and its credit is on its way."""
    planned: Money
    reserved: Money
    """Money on account is kept for it."""


class Receivable(Owed):
    terms: Terms | None = None
    """``None`` until the invoice has arrived."""
    siblings: tuple[ReceivableId, ...] = ()
    """All terms of its invoice, this one among them."""
    held: tuple[MessageId, ...] = ()
    """Messages that wait for it to be received."""

    @property
    def left_alone(self) -> SetAside:
        assert self.balance is not None, "it is looked at once it has arrived"
        sums = dict.fromkeys(SetAside.model_fields, Money.zero(self.balance.currency))
        for id, amount in self.set_aside.items():
            sums[_kept_by(self.covers[id])] += amount
        return SetAside(**sums)


def _kept_by(cover: Cover) -> str:
    if cover.by == "plan":
        return "planned"
    if cover.by == "reserve":
        return "reserved"
    return "credited" if cover.awaits_credit else "contested"


def _documents(event: Event) -> Sequence[str]:
    if isinstance(event, events.MessageHeld | events.MessageReleased):
        return [event.receivable_id]
    return owed.receivables_of(event)


def _evolve(known: Receivable, recorded: Envelope[Event]) -> Receivable:
    match recorded.event:
        case events.MessageHeld(message_id=id):
            return known.model_copy(update={"held": (*known.held, id)})
        case events.MessageReleased(message_id=id):
            return known.model_copy(update={"held": tuple(m for m in known.held if m != id)})
        case InvoiceIssued() | InvoiceAmended() as event:
            siblings = tuple(term.receivable_id for term in event.terms)
            terms = _terms(event, known)
            update = {"terms": terms, "siblings": siblings}
            return owed.follow(known, event).model_copy(update=update)
        case event:
            return owed.follow(known, event)


def _terms(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> Terms:
    id = known.receivable_id
    place, term = next(
        (place, term) for place, term in enumerate(event.terms, 1) if term.receivable_id == id
    )
    several = len(event.terms) > 1
    return Terms(
        creditor_id=event.creditor_id,
        number=event.number,
        purchase_order=event.purchase_order,
        due_date=term.due_date,
        instalment=f"{place}/{len(event.terms)}" if several else None,
        charge=_charge(event, known),
        payment_reference=_payment_reference(event, known),
    )


def _charge(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> ChargeKind | None:
    """It stays what it was issued as."""
    if isinstance(event, InvoiceAmended):
        return None if known.terms is None else known.terms.charge
    return None if event.charge is None else event.charge.kind


def _payment_reference(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> str | None:
    """The same."""
    if isinstance(event, InvoiceAmended):
        return None if known.terms is None else known.terms.payment_reference
    return event.payment_reference


RECEIVABLE = View(
    "receivable",
    Receivable(),
    _documents,
    _evolve,
    subscribes=owed.FOLLOWED,
    own_id="receivable_id",
)
