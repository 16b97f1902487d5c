"""Which terms of a customer's invoices still want money, and what of each nobody has set aside."""

from collections.abc import Sequence
from datetime import date

from recoup_events import dispute, payment_plan
from recoup_events.invoice import (
    ChargeKind,
    InvoiceAmended,
    InvoiceBecameOverdue,
    InvoiceDiscountTaken,
    InvoiceIssued,
    OrderOfPayment,
    PaymentApplied,
    Term,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import InvoiceId, PlanId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import PromiseEvent
from recoup_eventstore.decider import View
from recoup_receivables.balance import balances_of
from recoup_receivables.owed import FOLLOWED, Owed, follow, receivables_of

PRINCIPAL, COSTS, INTEREST = "a", "b", "c"
"""Parts of what is owed, as places begin."""


class OpenReceivable(Owed):
    """What one term wants, and when; nothing once it is settled."""

    invoice_id: InvoiceId = InvoiceId("")
    creditor_id: str = ""
    external_id: str = ""
    """The invoice's."""
    due_date: date = date.max
    time_zone: str = ""
    """The debtor's, in which the due date ends."""
    charge: ChargeKind | None = None
    """What being late costs, if it is that."""
    overdue: bool = False
    """Whether the due date has ended with something owed."""
    paid_on: date | None = None
    """When the debtor paid the last of it; ``None`` where something is owed, or it was not paid."""

    def planned(self, plan: PlanId) -> Money:
        """What a plan still waits for, here."""
        assert self.balance is not None, "a plan is agreed over what is owed"
        nothing = Money.zero(self.balance.currency)
        return min(self.set_aside.get(plan, nothing), self.balance)


def _documents(event: Event) -> Sequence[str]:
    """A promise changes when something is asked for, and nothing about where money goes."""
    if isinstance(event, PromiseEvent):
        return []
    if isinstance(event, InvoiceBecameOverdue):
        return [event.receivable_id]
    return receivables_of(event)


def _evolve(known: OpenReceivable, recorded: Envelope[Event]) -> OpenReceivable:
    event = recorded.event
    followed = follow(known, event)
    match event:
        case InvoiceIssued(invoice_id=id, creditor_id=creditor_id, external_id=external_id):
            names = {"invoice_id": id, "creditor_id": creditor_id, "external_id": external_id}
            when = {"due_date": _due(known, event.terms), "time_zone": event.time_zone}
            kind = {"charge": event.charge and event.charge.kind}
            return followed.model_copy(update=names | when | kind)
        case InvoiceAmended(terms=terms, time_zone=time_zone):
            due_date = _due(known, terms)
            same = (due_date, time_zone) == (known.due_date, known.time_zone)
            amended = {"due_date": due_date, "time_zone": time_zone}
            return followed.model_copy(update=amended | {"overdue": known.overdue and same})
        case InvoiceBecameOverdue():
            return followed.model_copy(update={"overdue": True})
        case _ if known.receivable_id in balances_of(event):
            moved = {"paid_on": _paid_on(event, followed.balance)}
            overdue = known.overdue and bool(followed.balance)
            return followed.model_copy(update=moved | {"overdue": overdue})
        case _:
            return followed


def _paid_on(event: Event, balance: Money | None) -> date | None:
    match event:
        case PaymentApplied(value_date=day) | InvoiceDiscountTaken(applied_on=day) if not balance:
            return day
        case _:
            return None


def _due(known: OpenReceivable, terms: Sequence[Term]) -> date:
    return next(term.due_date for term in terms if term.receivable_id == known.receivable_id)


def _longest_due_first(known: OpenReceivable) -> str | None:
    """What was delivered, then costs, then interest; those of which all is set aside come last."""
    if not known.balance:
        return None
    part = _part(known.charge) if known.chased else "~"
    first = owed_to(known.creditor_id, known.balance.currency, part)
    return f"{first}{known.due_date} {known.external_id}"


def _part(charge: ChargeKind | None) -> str:
    if charge is None:
        return PRINCIPAL
    return INTEREST if charge is ChargeKind.INTEREST else COSTS


def owed_to(creditor_id: str, currency: str, part: str = "") -> str:
    """How the places of a creditor's receivables in one currency begin, or of a part of them."""
    return f"{creditor_id} {currency} {part}"


def parts_in(order: OrderOfPayment) -> Sequence[str]:
    """In which money pays them that names nothing."""
    if order is OrderOfPayment.COSTS_FIRST:
        return (COSTS, INTEREST, PRINCIPAL)
    return (PRINCIPAL, COSTS, INTEREST)


OPEN_RECEIVABLES = View(
    "open_receivables",
    OpenReceivable(),
    _documents,
    _evolve,
    subscribes=[
        event
        for event in FOLLOWED
        if issubclass(event, dispute.DisputeEvent | payment_plan.PaymentPlanEvent)
    ],
    place=_longest_due_first,
    own_id="receivable_id",
)
