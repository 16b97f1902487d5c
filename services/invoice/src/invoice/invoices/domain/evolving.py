"""How the events of an invoice are folded, and when it wants to be woken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce

from invoice.invoices.domain import aging
from invoice.invoices.domain.applications import applied_after
from invoice.invoices.domain.invoice import AGING, Invoice, Passed, State, WriteOffPart
from recoup_events import invoice as events
from recoup_events.invoice.discount import DiscountKind

DISCOUNT = DiscountKind.DISCOUNT


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.InvoiceIssued():
            return Invoice(
                issued=event,
                terms=event.terms,
                chase=event.chase,
                chase_from=event.chase_from,
            )
        case Invoice(), events.InvoiceChaseChanged(chase=chase, chase_from=day):
            return state.model_copy(update={"chase": chase, "chase_from": day})
        case Invoice(), _:
            return changed_by(event, state)
        case _:
            return state


def changed_by(event: events.InvoiceEvent, invoice: Invoice) -> Invoice:
    """Where nothing is owed any more, nothing is overdue."""
    changed = invoice.model_copy(update=_changed(invoice, event))
    aged = {id: day for id, day in changed.aged.items() if changed.owed(id)}
    return changed if aged == changed.aged else changed.model_copy(update={"aged": aged})


def paid_by(
    invoice: Invoice, moves: Sequence[events.InvoiceEvent], on: date
) -> Sequence[events.InvoicePaid]:
    """Whether these moves leave nothing owed that was, or nothing written off that had closed it."""
    after = reduce(lambda state, event: changed_by(event, state), moves, invoice)
    was_open = bool(invoice.balance) or (invoice.given_up and not after.written_off)
    paid = events.InvoicePaid(**invoice.ids, paid_on=max(on, after.counted_on))
    return [paid] if was_open and not after.balance else []


def _changed(invoice: Invoice, event: events.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case (
            events.PaymentApplied()
            | events.PaymentUnapplied()
            | events.InvoiceCredited()
            | events.CreditUnapplied()
        ):
            issue_date = invoice.issued.issue_date
            return {"applied": applied_after(invoice.applied, event, issue_date)}
        case events.InvoiceAdjusted(terms=changed, continues=continues):
            terms = tuple(term.plain for term in changed)
            more = () if continues is None else (_passed(event.effective_on, changed),)
            return {"terms": terms, "taken_over": (*invoice.taken_over, *more)}
        case events.InvoiceContinued():
            return _continued(invoice, event)
        case events.InvoiceWrittenOff() | events.InvoiceWriteOffReversed():
            return _written_off(invoice, event)
        case events.InvoiceDiscountTaken():
            return {"discount": _part(event, event.applied_on)}
        case events.InvoiceDiscountReversed(terms=terms):
            assert invoice.discount is not None, "only what was taken is taken back"
            return {"discount": _less(invoice.discount, terms)}
        case _:
            return _aged(invoice, event)


def _continued(invoice: Invoice, event: events.InvoiceContinued) -> Mapping[str, object]:
    passed = (_passed(event.effective_on, event.terms),) if event.terms else ()
    return {
        "continued_by": event.continued_by,
        "continuations": {each.receivable_id: each.continued_by for each in event.continuations},
        "passed_on": (*invoice.passed_on, *passed),
    }


def _passed(on: date, terms: Sequence[events.ChangedTerm]) -> Passed:
    """Less is owed on the terms of one, or more on those of the other."""
    changes = {term.receivable_id: term.change for term in terms if term.change}
    amounts = {id: max(change, -change) for id, change in changes.items()}
    return Passed(on=on, parts=amounts)


def _part(event: events.InvoiceWrittenOff | events.InvoiceDiscountTaken, on: date) -> WriteOffPart:
    return WriteOffPart(
        parts={term.receivable_id: -term.change for term in event.terms},
        taxes=event.taxes,
        kind=event.kind if isinstance(event, events.InvoiceDiscountTaken) else DISCOUNT,
        origin=event.origin,
        effective_on=on,
    )


def _less(part: WriteOffPart, back: Sequence[events.ChangedTerm]) -> WriteOffPart | None:
    """What remains of it, if anything."""
    changes = {term.receivable_id: term.change for term in back}
    left = {id: kept - changes[id] if id in changes else kept for id, kept in part.parts.items()}
    parts = {id: kept for id, kept in left.items() if kept}
    return part.model_copy(update={"parts": parts, "taxes": ()}) if parts else None


def _written_off(
    invoice: Invoice, event: events.InvoiceWrittenOff | events.InvoiceWriteOffReversed
) -> Mapping[str, object]:
    id, kept = event.write_off_id, invoice.write_offs
    if isinstance(event, events.InvoiceWrittenOff):
        part = _part(event, event.effective_on)
        made = {"write_offs": {**kept, id: part}, "write_offs_made": invoice.write_offs_made + 1}
        return made if event.amount < invoice.balance else {**made, "given_up": True}
    rest = _less(kept[id], event.terms)
    if rest is None:
        return {"write_offs": {other: part for other, part in kept.items() if other != id}}
    return {"write_offs": {**kept, id: rest}}


def _aged(invoice: Invoice, event: events.InvoiceEvent) -> Mapping[str, object]:
    match event:
        case events.InvoiceAmended(terms=terms, time_zone=time_zone):
            stays = {
                term.receivable_id
                for term, before in zip(terms, invoice.terms, strict=True)
                if (term.due_date, time_zone) == (before.due_date, invoice.time_zone)
            }
            aged = {id: day for id, day in invoice.aged.items() if id in stays}
            return {"amended": event, "terms": terms, "aged": aged}
        case events.InvoiceBecameOverdue(receivable_id=id):
            return {"aged": {**invoice.aged, id: aging.BUCKETS[0].first_day}}
        case events.InvoiceAged(receivable_id=id, days_past_due=days):
            return {"aged": {**invoice.aged, id: days}}
        case events.InvoiceCancelled():
            return {"cancelled": True}
        case events.ChargeAssessed():
            return {"charges": (*invoice.charges, event)}
        case events.InvoicePaid() | events.InvoiceReopened():
            return {"given_up": False}
        case _:
            return {}


def timers(state: State) -> Mapping[str, datetime]:
    """It is woken in the first moment in which an unpaid term enters a bucket."""
    if not isinstance(state, Invoice):
        return {}
    moments = (
        aging.next_entry(
            term.due_date, state.time_zone, after=state.aged.get(term.receivable_id, 0)
        )
        for term in state.terms
        if state.owed(term.receivable_id)
    )
    soonest = min((moment for moment in moments if moment is not None), default=None)
    return {} if soonest is None else {AGING: soonest}
