"""An invoice as a plan needs to know it: what its terms owe, and which running plans cover them."""

from collections.abc import Iterator, Mapping, Sequence

from recoup_events import invoice, payment_plan
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import PlanId, ReceivableId
from recoup_events.kernel.slices import Slice
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES
from recoup_receivables.known_invoice import KnownInvoice, invoices_in


class Invoice(KnownInvoice):
    plans: Mapping[ReceivableId, PlanId] = {}
    """The one plan that runs over a slice of a term."""
    ended: Mapping[ReceivableId, PlanId] = {}
    """The plan that broke or was completed last over a slice of a term which no other runs over."""

    @property
    def open(self) -> Iterator[Slice]:
        """What is owed on each term."""
        for id, balance in self.balances.items():
            yield Slice(invoice_id=self.invoice_id, receivable_id=id, amount=balance)


def _documents(event: Event) -> Sequence[str]:
    match event:
        case invoice.InvoiceEvent() if isinstance(event, MOVES):
            return [event.invoice_id]
        case (
            payment_plan.PlanAgreed(slices=slices)
            | payment_plan.PlanBroken(slices=slices)
            | payment_plan.PlanReinstated(slices=slices)
            | payment_plan.PlanReopened(slices=slices)
            | payment_plan.PlanCompleted(slices=slices)
            | payment_plan.PlanCancelled(slices=slices)
        ):
            return invoices_in(slices)
        case _:
            return []


def _evolve(known: Invoice, received: Envelope[Event]) -> Invoice:
    match received.event:
        case invoice.InvoiceEvent() as event:
            return known.after(event)
        case (
            payment_plan.PlanAgreed(plan_id=id, slices=slices)
            | payment_plan.PlanReinstated(plan_id=id, slices=slices)
            | payment_plan.PlanReopened(plan_id=id, slices=slices)
        ):
            mine = _of(known, slices)
            ended = {term: plan for term, plan in known.ended.items() if term not in mine}
            plans = {**known.plans, **dict.fromkeys(mine, id)}
            return known.model_copy(update={"plans": plans, "ended": ended})
        case (
            payment_plan.PlanBroken(plan_id=id, slices=slices)
            | payment_plan.PlanCompleted(plan_id=id, slices=slices)
        ):
            ended = {**known.ended, **dict.fromkeys(_of(known, slices), id)}
            return known.model_copy(update={"plans": _without(known, id), "ended": ended})
        case payment_plan.PlanCancelled(plan_id=id):
            return known.model_copy(update={"plans": _without(known, id)})
        case _:
            return known


def _of(known: Invoice, slices: Sequence[Slice]) -> Sequence[ReceivableId]:
    return [slice.receivable_id for slice in slices if slice.invoice_id == known.invoice_id]


def _without(known: Invoice, id: PlanId) -> Mapping[ReceivableId, PlanId]:
    return {term: plan for term, plan in known.plans.items() if plan != id}


INVOICE = View(
    "invoice",
    Invoice(),
    _documents,
    _evolve,
    subscribes=MOVES,
    own_id="invoice_id",
)
