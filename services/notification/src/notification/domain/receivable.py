"""One invoice as notification needs to know it: what is owed, and which slices are left alone."""

from collections.abc import Sequence
from datetime import date

from notification.domain import facts
from notification.domain.set_aside import SetAside
from recoup_events import dispute, invoice, payment_plan
from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_events.ids import MessageId
from recoup_events.money import Money
from recoup_eventstore.decider import View


class Invoice(Value):
    """What the debtor was asked to pay, and what of it is still open."""

    number: str
    purchase_order: str | None
    total: Money
    balance: Money
    due_date: date


class Receivable(Value):
    """``invoice`` is ``None`` until it has been heard of; slices may be heard of before it."""

    invoice: Invoice | None = None
    set_aside: SetAside = SetAside()
    credits: tuple[str, ...] = ()
    """Credits already in the balance."""
    held: tuple[MessageId, ...] = ()
    """Messages that wait for the invoice to be heard of."""


_OF_ONE_INVOICE = (
    invoice.InvoiceIssued,
    invoice.InvoiceCancelled,
    invoice.InvoiceCredited,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
    invoice.InvoicePaid,
    invoice.InvoiceReopened,
    payment_plan.PlanPaymentMatched,
)
_OF_A_SLICE = (
    dispute.DisputeOpened,
    dispute.DisputeWithdrawn,
    dispute.DisputeUpheld,
    dispute.DisputePartlyUpheld,
    dispute.DisputeRejected,
)
_OF_SLICES = (
    payment_plan.PlanAgreed,
    payment_plan.PlanBroken,
    payment_plan.PlanCompleted,
    payment_plan.PlanCancelled,
)
_OWN = (facts.MessageHeld, facts.MessageReleased)


def _documents(fact: Fact) -> Sequence[str]:
    if isinstance(fact, (*_OF_ONE_INVOICE, *_OWN)):
        return [fact.invoice_id]
    if isinstance(fact, _OF_A_SLICE):
        return [fact.slice.invoice_id]
    if isinstance(fact, _OF_SLICES):
        return sorted({slice.invoice_id for slice in fact.slices})
    return []


def _evolve(known: Receivable, heard: Envelope[Fact]) -> Receivable:
    match heard.fact:
        case invoice.InvoiceFact() as fact:
            return _owed(known, fact)
        case dispute.DisputeFact() as fact:
            return known.model_copy(update={"set_aside": _contested(known, fact)})
        case payment_plan.PaymentPlanFact() as fact:
            return known.model_copy(update={"set_aside": _planned(known.set_aside, fact)})
        case facts.MessageHeld(message_id=id):
            return known.model_copy(update={"held": (*known.held, id)})
        case facts.MessageReleased(message_id=id):
            return known.model_copy(update={"held": tuple(m for m in known.held if m != id)})
        case _:
            return known


def _owed(known: Receivable, fact: invoice.InvoiceFact) -> Receivable:
    match fact:
        case invoice.InvoiceIssued():
            issued = Invoice(
                number=fact.number,
                purchase_order=fact.purchase_order,
                total=fact.total,
                balance=fact.total,
                due_date=fact.due_date,
            )
            return known.model_copy(update={"invoice": issued})
        case invoice.InvoiceCredited(credit_id=id, balance=balance):
            credited = {"credits": (*known.credits, id), "set_aside": known.set_aside.released(id)}
            return _balance(known.model_copy(update=credited), balance)
        case (
            invoice.PaymentApplied(balance=balance)
            | invoice.PaymentUnapplied(balance=balance)
            | invoice.InvoiceReopened(balance=balance)
        ):
            return _balance(known, balance)
        case invoice.InvoicePaid() | invoice.InvoiceCancelled():
            return _balance(known, None)
        case _:
            return known


def _balance(known: Receivable, balance: Money | None) -> Receivable:
    """``None`` is nothing owed."""
    if known.invoice is None:
        return known
    left = Money.zero(known.invoice.balance.currency) if balance is None else balance
    return known.model_copy(update={"invoice": known.invoice.model_copy(update={"balance": left})})


def _contested(known: Receivable, fact: dispute.DisputeFact) -> SetAside:
    aside = known.set_aside
    match fact:
        case dispute.DisputeOpened(dispute_id=id, slice=slice):
            return aside.covered(id, (slice,))
        case dispute.DisputeUpheld(dispute_id=id) | dispute.DisputePartlyUpheld(dispute_id=id):
            if id in known.credits:
                return aside.released(id)
            # The credit travels on another topic; until it is in the balance, nobody chases it.
            return aside.covered(id, (fact.slice.model_copy(update={"amount": fact.credit}),))
        case dispute.DisputeWithdrawn(dispute_id=id) | dispute.DisputeRejected(dispute_id=id):
            return aside.released(id)
        case _:
            return aside


def _planned(aside: SetAside, fact: payment_plan.PaymentPlanFact) -> SetAside:
    match fact:
        case payment_plan.PlanAgreed(plan_id=id, slices=slices):
            return aside.covered(id, slices)
        case payment_plan.PlanPaymentMatched(plan_id=id, invoice_id=invoice_id, amount=paid):
            return aside.paid(id, invoice_id, paid)
        case (
            payment_plan.PlanBroken(plan_id=id)
            | payment_plan.PlanCompleted(plan_id=id)
            | payment_plan.PlanCancelled(plan_id=id)
        ):
            return aside.released(id)
        case _:
            return aside


RECEIVABLE = View(
    "receivable",
    Receivable(),
    _documents,
    _evolve,
    hears=(*_OF_ONE_INVOICE, *_OF_A_SLICE, *_OF_SLICES),
)
