"""What is open between a customer and the people who collect: disputes, plans and their offers, promises, tasks."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from recoup_events import dispute, payment_plan, workflow_scheduler
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.money import Money, total
from recoup_eventstore.projections import Row


class Case(NamedTuple):
    """One kind of event, and what it does to the table of cases."""

    event: type[Event]
    write: str
    row: Callable[[Envelope[Any]], Row]


def _opened(
    kind: str,
    id: str,
    state: str,
    detail: Callable[[Any], str],
    amount: Callable[[Any], Money | None],
    next_on: Callable[[Any], date | None] = lambda _: None,
) -> Callable[[Envelope[Any]], Row]:
    def row(recorded: Envelope[Any]) -> Row:
        event = recorded.event
        worth = amount(event)
        return (
            *(recorded.tenant, kind, getattr(event, id), event.customer_id, state, detail(event)),
            *(("", 0) if worth is None else (worth.currency, worth.minor_units)),
            *(next_on(event), recorded.cause.at),
        )

    return row


def _moved(kind: str, id: str, state: str) -> Callable[[Envelope[Any]], Row]:
    return lambda recorded: (recorded.tenant, kind, getattr(recorded.event, id), state)


def _slices(event: Any) -> Money:
    return total((slice.amount for slice in event.slices), event.slices[0].amount.currency)


def _options(event: payment_plan.OfferTerms) -> str:
    return str(len(event.options))


def _offered(event: payment_plan.OfferTerms) -> Money:
    return event.total


def _withdrawn(recorded: Envelope[payment_plan.PlanOfferWithdrawn]) -> Row:
    event = recorded.event
    state = "withdrawn" if event.superseded_by is None else "superseded"
    return (recorded.tenant, "offer", event.offer_id, state)


def _move(kind: str, id: str, *moves: tuple[type[Event], str]) -> list[Case]:
    return [Case(event, "move_case", _moved(kind, id, state)) for event, state in moves]


CASES = (
    Case(
        dispute.DisputeOpened,
        "open_case",
        _opened("dispute", "dispute_id", "open", lambda e: e.reason, _slices),
    ),
    *_move(
        *("dispute", "dispute_id"),
        (dispute.DisputeWithdrawn, "withdrawn"),
        (dispute.DisputeUpheld, "upheld"),
        (dispute.DisputePartlyUpheld, "partly_upheld"),
        (dispute.DisputeRejected, "rejected"),
    ),
    Case(
        payment_plan.PlanAgreed,
        "open_case",
        _opened(
            *("plan", "plan_id", "running"),
            lambda e: f"{len(e.schedule)}",
            _slices,
            lambda e: e.schedule[0].due_on,
        ),
    ),
    *_move(
        *("plan", "plan_id"),
        (payment_plan.PlanBroken, "broken"),
        (payment_plan.PlanPaidOff, "paid_off"),
        (payment_plan.PlanReinstated, "running"),
        (payment_plan.PlanReopened, "running"),
        (payment_plan.PlanSuspended, "suspended"),
        (payment_plan.PlanResumed, "running"),
        (payment_plan.PlanCompleted, "completed"),
        (payment_plan.PlanCancelled, "cancelled"),
    ),
    Case(
        payment_plan.PlanOfferReferred,
        "open_case",
        _opened("offer", "offer_id", "referred", _options, _offered),
    ),
    Case(
        payment_plan.PlanOfferMade,
        "open_case",
        _opened("offer", "offer_id", "open", _options, _offered, lambda e: e.expires_on),
    ),
    Case(payment_plan.PlanOfferWithdrawn, "move_case", _withdrawn),
    *_move(
        *("offer", "offer_id"),
        (payment_plan.PlanOfferAccepted, "accepted"),
        (payment_plan.PlanOfferDeclined, "declined"),
        (payment_plan.PlanOfferExpired, "expired"),
    ),
    Case(
        workflow_scheduler.PromiseMade,
        "open_case",
        _opened("promise", "promise_id", "open", lambda _: "", _slices, lambda e: e.due_on),
    ),
    *_move(
        *("promise", "promise_id"),
        (workflow_scheduler.PromiseKept, "kept"),
        (workflow_scheduler.PromiseBroken, "broken"),
        (workflow_scheduler.PromiseReopened, "open"),
        (workflow_scheduler.PromiseWithdrawn, "withdrawn"),
    ),
    Case(
        workflow_scheduler.TaskCreated,
        "open_case",
        _opened("task", "task_id", "open", lambda e: e.kind, lambda _: None),
    ),
    *_move(
        *("task", "task_id"),
        (workflow_scheduler.TaskCompleted, "completed"),
        (workflow_scheduler.TaskClosed, "closed"),
    ),
)
