"""One receivable as notification needs to know it: its terms, what is chased, and who waits for it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from notification.messages.domain import events
from notification.messages.domain.chase import CHASE, held_back
from recoup_events.invoice import ChargeKind, InvoiceAmended, InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, MessageId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.notification import CallPermitted, ContactErrorWithdrawn, ContactFoundInError
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
)
from recoup_eventstore.decider import View
from recoup_receivables import owed
from recoup_receivables.cover import Cover
from recoup_receivables.owed import Owed
from recoup_receivables.past import Past, past_after


class Terms(Value):
    """What a message names of a term and its invoice."""

    creditor_id: CreditorId
    number: str
    issue_date: date
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


class Demand(Value):
    """What a message or call asked for of it."""

    contact_id: str
    """The message's or the call's."""
    amount: Money
    at: datetime
    in_error: bool = False
    """It was found that less was right then."""


class Receivable(Owed):
    terms: Terms | None = None
    """``None`` until the invoice has arrived."""
    siblings: tuple[ReceivableId, ...] = ()
    """All terms of its invoice, this one among them."""
    held: tuple[MessageId, ...] = ()
    """Messages that wait for it to be received."""
    past: Past = Past()
    """What was right at any moment, as is known now."""
    demands: tuple[Demand, ...] = ()
    """What was asked for of it so far."""
    holds: Mapping[str, Money | None] = {}
    """What people hold back, by what named it; ``None`` is all of it."""
    chase_ended: bool = False
    """Its enrolment has ended, otherwise than by having been through all of its steps."""

    @property
    def asked_for(self) -> Money:
        """What a message may still ask for."""
        nothing = Money.zero(self.chased.currency)
        if self.chase_ended or None in self.holds.values():
            return nothing
        held = total((each for each in self.holds.values() if each), nothing.currency)
        return max(self.chased - held, nothing)

    @property
    def left_alone(self) -> SetAside:
        assert self.balance is not None, "it is looked at once it has arrived"
        sums = dict.fromkeys(SetAside.model_fields, Money.zero(self.balance.currency))
        for id, amount in self.set_aside.items():
            if self.covers[id].by != "promise":  # its words are the customer's own
                sums[_kept_by(self.covers[id])] += amount
        return SetAside(**sums)


def _kept_by(cover: Cover) -> str:
    if cover.by == "plan":
        return "planned"
    if cover.by == "reserve":
        return "reserved"
    return "credited" if cover.awaits_credit else "contested"


Judged = ContactFoundInError | ContactErrorWithdrawn


def chase_of(event: Event) -> Sequence[ReceivableId]:
    """The receivables of which an event changes what may be asked for."""
    if isinstance(event, CHASE):
        return [event.receivable_id]
    return owed.receivables_of(event)


def _documents(event: Event) -> Sequence[str]:
    match event:
        case events.MessageHeld() | events.MessageReleased():
            return [event.receivable_id]
        case events.MessageRendered(content=content):
            return [item.receivable_id for item in content.items]
        case CallPermitted(items=items):
            return [item.receivable_id for item in items]
        case ContactFoundInError() | ContactErrorWithdrawn():
            return [item.receivable_id for item in event.items]
        case _:
            return chase_of(event)


def _evolve(known: Receivable, recorded: Envelope[Event]) -> Receivable:
    match recorded.event:
        case events.MessageHeld(message_id=id):
            return known.model_copy(update={"held": (*known.held, id)})
        case events.MessageReleased(message_id=id):
            return known.model_copy(update={"held": tuple(m for m in known.held if m != id)})
        case events.MessageRendered() | CallPermitted() as event:
            return _demanded(known, event, recorded.cause.at)
        case ContactFoundInError() | ContactErrorWithdrawn() as event:
            return _judged(known, event)
        case EnrolmentStarted() | EnrolmentPaused() | EnrolmentResumed() | EnrolmentEnded():
            return known.model_copy(update=held_back(known.holds, recorded.event))
        case InvoiceIssued() | InvoiceAmended() as event:
            siblings = tuple(term.receivable_id for term in event.terms)
            terms = _terms(event, known)
            return _followed(known, recorded, {"terms": terms, "siblings": siblings})
        case _:
            return _followed(known, recorded, {})


def _followed(
    known: Receivable, recorded: Envelope[Event], update: Mapping[str, object]
) -> Receivable:
    past = past_after(known.past, known.receivable_id, recorded)
    followed = owed.follow(known, recorded.event)
    return followed.model_copy(update={**update, "past": past})


def _demanded(
    known: Receivable, event: events.MessageRendered | CallPermitted, at: datetime
) -> Receivable:
    """A receivable is an item of a contact once at most."""
    amounts = {
        item.receivable_id: item.amount
        for item in (event.items if isinstance(event, CallPermitted) else event.content.items)
    }
    id = event.call_id if isinstance(event, CallPermitted) else event.message_id
    demand = Demand(contact_id=id, amount=amounts[known.receivable_id], at=at)
    return known.model_copy(update={"demands": (*known.demands, demand)})


def _judged(known: Receivable, event: Judged) -> Receivable:
    id = event.message_id or event.call_id
    item = next(each for each in event.items if each.receivable_id == known.receivable_id)
    judged = {"in_error": bool(item.too_much)}
    demands = tuple(
        each.model_copy(update=judged) if each.contact_id == id else each for each in known.demands
    )
    return known.model_copy(update={"demands": demands})


def _terms(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> Terms:
    id = known.receivable_id
    place, term = next(
        (place, term) for place, term in enumerate(event.terms, 1) if term.receivable_id == id
    )
    several = len(event.terms) > 1
    return Terms(
        creditor_id=event.creditor_id,
        number=event.number,
        issue_date=_issue_date(event, known),
        purchase_order=event.purchase_order,
        due_date=term.due_date,
        instalment=f"{place}/{len(event.terms)}" if several else None,
        charge=_charge(event, known),
        payment_reference=_payment_reference(event, known),
    )


def _issue_date(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> date:
    """It stays what it was issued as."""
    if isinstance(event, InvoiceIssued):
        return event.issue_date
    assert known.terms is not None, "what is amended was issued before"
    return known.terms.issue_date


def _charge(event: InvoiceIssued | InvoiceAmended, known: Receivable) -> ChargeKind | None:
    """The same."""
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
    subscribes=(*owed.FOLLOWED, *owed.PROMISES, *CHASE),
    own_id="receivable_id",
)
