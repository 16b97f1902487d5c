"""An invoice as a plan needs to know it: what is owed, and which running plan covers it."""

from collections.abc import Sequence

from recoup_events import invoice, payment_plan
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, PlanId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES, balance_after


class Receivable(Value):
    """``balance`` is ``None`` until the invoice has arrived."""

    balance: Money | None = None
    creditor_id: CreditorId | None = None
    """Whom it is owed to; arrives with the balance."""
    plan_id: PlanId | None = None
    """The one plan that runs over a slice of it."""


def _documents(event: Event) -> Sequence[str]:
    match event:
        case invoice.InvoiceEvent() if isinstance(event, MOVES):
            return [event.invoice_id]
        case (
            payment_plan.PlanAgreed(slices=slices)
            | payment_plan.PlanBroken(slices=slices)
            | payment_plan.PlanCompleted(slices=slices)
            | payment_plan.PlanCancelled(slices=slices)
        ):
            return [slice.invoice_id for slice in slices]
        case _:
            return []


def _evolve(known: Receivable, received: Envelope[Event]) -> Receivable:
    match received.event:
        case invoice.InvoiceIssued(creditor_id=id, total=owed):
            return known.model_copy(update={"balance": owed, "creditor_id": id})
        case invoice.InvoiceEvent() as event:
            return known.model_copy(update={"balance": balance_after(event, known.balance)})
        case payment_plan.PlanAgreed(plan_id=id):
            return known.model_copy(update={"plan_id": id})
        case (
            payment_plan.PlanBroken() | payment_plan.PlanCompleted() | payment_plan.PlanCancelled()
        ):
            return known.model_copy(update={"plan_id": None})
        case _:
            return known


RECEIVABLE = View(
    "receivable",
    Receivable(),
    _documents,
    _evolve,
    subscribes=MOVES,
)
