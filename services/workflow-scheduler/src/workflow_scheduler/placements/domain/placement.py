"""A placement: what an agency collects of a customer's debts to one creditor."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlacementId,
    ReceivableId,
)
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import (
    Commission,
    PlacementAccepted,
    PlacementApproved,
    PlacementBalanceChanged,
    PlacementOfferDecided,
    PlacementProposed,
    PlacementRecallRequested,
    PlacementRemitted,
    PlacementResumed,
    PlacementSuspended,
    Standards,
)
from workflow_scheduler.placements.domain.stages import (
    ENDS,
    Ended,
    PlacementReported,
    Recorded,
    Stage,
)


class Ids(TypedDict):
    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId


class Item(Value):
    """One receivable, as it stands."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    placed: Money
    """What was owed when it was approved."""
    balance: Money
    askable: Money


class NotProposed(Value):
    """Nobody has proposed it."""


class Placement(Value):
    proposed: PlacementProposed
    stage: Stage = Stage.PROPOSED
    items: Mapping[ReceivableId, Item] = {}
    commission: Commission | None = None
    standards: Standards | None = None
    answer_by: datetime | None = None
    reference: str | None = None
    conditions: tuple[str, ...] = ()
    """That stop all contact now."""
    report_until: datetime | None = None
    reason: str | None = None
    """Why it was recalled, returned, declined or rejected."""
    reports: Mapping[str, PlacementReported] = {}
    """By the agency's ids of them."""
    decided: Mapping[str, PlacementOfferDecided] = {}
    """By the id of the offer."""
    unbooked: Mapping[PaymentId, tuple[ReceivableId, Money]] = {}
    """Remitted, and not yet seen on the balance."""
    remitted: Money | None = None
    """By now, gross."""

    @property
    def ids(self) -> Ids:
        event = self.proposed
        return Ids(
            placement_id=event.placement_id,
            agency_id=event.agency_id,
            customer_id=event.customer_id,
            creditor_id=event.creditor_id,
        )

    @property
    def receivable_ids(self) -> tuple[ReceivableId, ...]:
        return tuple(self.items)

    @property
    def held_ids(self) -> tuple[ReceivableId, ...]:
        """All that were proposed, be it that some were paid before it was approved."""
        return tuple(item.receivable_id for item in self.proposed.items)

    @property
    def currency(self) -> str:
        return self.proposed.items[0].amount.currency

    @property
    def balance(self) -> Money:
        return total((each.balance for each in self.items.values()), self.currency)

    @property
    def placed(self) -> Money:
        return total((each.placed for each in self.items.values()), self.currency)

    def left(self, id: ReceivableId) -> Money:
        """What of a receivable has neither been paid nor remitted."""
        awaited = (amount for receivable, amount in self.unbooked.values() if receivable == id)
        return self.items[id].balance - total(awaited, self.currency)


State = NotProposed | Placement


def items_of(slices: tuple[Slice, ...]) -> Mapping[ReceivableId, Item]:
    """What stands in a proposal, or in an approval."""
    return {
        each.receivable_id: Item(
            invoice_id=each.invoice_id,
            receivable_id=each.receivable_id,
            placed=each.amount,
            balance=each.amount,
            askable=each.amount,
        )
        for each in slices
    }


def evolve(state: State, event: Recorded) -> State:
    """Fold one event into the placement."""
    if isinstance(event, PlacementProposed):
        return Placement(proposed=event, items=items_of(event.items))
    if isinstance(state, NotProposed):
        return state
    if isinstance(event, PlacementReported):
        return state.model_copy(update={"reports": {**state.reports, event.external_id: event}})
    if isinstance(event, Ended):
        reason = getattr(event, "reason", None) or state.reason
        return state.model_copy(update={"stage": ENDS[type(event)], "reason": reason})
    return state.model_copy(update=_changed(state, event))


def _changed(state: Placement, event: Recorded) -> Mapping[str, object]:
    match event:
        case PlacementApproved(items=items, commission=commission, standards=standards):
            approved = {"commission": commission, "standards": standards}
            until = event.answer_by
            return {
                **approved,
                "stage": Stage.OFFERED,
                "items": items_of(items),
                "answer_by": until,
            }
        case PlacementAccepted(reference=reference):
            return {"stage": Stage.PLACED, "reference": reference}
        case PlacementBalanceChanged():
            return _balances(state, event)
        case PlacementSuspended() | PlacementResumed():
            return {"conditions": getattr(event, "conditions", ())}
        case PlacementRecallRequested(reason=reason, report_until=until):
            return {"stage": Stage.RECALLING, "reason": reason, "report_until": until}
        case PlacementOfferDecided(external_id=id):
            return {"decided": {**state.decided, id: event}}
        case PlacementRemitted():
            return _remitted(state, event)
        case _:
            return {}


def _remitted(state: Placement, event: PlacementRemitted) -> Mapping[str, object]:
    before = state.remitted or Money.zero(state.currency)
    unbooked = {**state.unbooked, event.payment_id: (event.receivable_id, event.amount)}
    return {"unbooked": unbooked, "remitted": before + event.amount}


def _balances(state: Placement, event: PlacementBalanceChanged) -> Mapping[str, object]:
    now = {"balance": event.balance, "askable": event.askable}
    item = state.items[event.receivable_id].model_copy(update=now)
    unbooked = {id: each for id, each in state.unbooked.items() if id != event.payment_id}
    return {"items": {**state.items, event.receivable_id: item}, "unbooked": unbooked}


def timers(state: State) -> Mapping[str, datetime]:
    """The end of the time to answer, and of the time to report."""
    match state:
        case Placement(stage=Stage.OFFERED, answer_by=datetime() as moment):
            return {"answer": moment}
        case Placement(stage=Stage.RECALLING, report_until=datetime() as moment):
            return {"recall": moment}
        case _:
            return {}
