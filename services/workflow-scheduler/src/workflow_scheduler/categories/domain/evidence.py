"""The evidence about a customer, kept as it comes: the latest pieces of each kind, and little else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from recoup_events.dispute import DisputeOpened, DisputeWithdrawn
from recoup_events.invoice import (
    CustomerConditionLifted,
    InvoiceAged,
    InvoicePaid,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import InvoiceId
from recoup_events.notification import CallMade, CallReceived, ReplyMeaning, ReplyReceived
from recoup_events.payment_plan import PlanAgreed, PlanReinstated
from recoup_events.workflow_scheduler import (
    PromiseKept,
    PromiseMade,
    PromiseWithdrawn,
    ReminderRequested,
    Withdrawal,
    WorkflowSchedulerEvent,
)
from recoup_eventstore.decider import View
from workflow_scheduler.categories.domain.signals import SIGNALS, about, kinds_of
from workflow_scheduler.categories.domain.weights import WEIGHTS, Kind, Piece

GOOD_PAYER = 3
"""So many invoices paid without a reminder make one."""
SILENT_AFTER = 31
"""Days past due without a word, of a good payer."""
_CUSTOMER = "customer_id"
"""Every event that is followed names its customer so."""
_REMEMBERED = 50
"""Invoices whose reminders are remembered, the latest."""

_TAKES_BACK: tuple[type[Event], ...] = (
    *(CustomerConditionLifted, DisputeWithdrawn, PlanReinstated, PaymentUnapplied),
    *(PromiseKept, PromiseWithdrawn),
)
_HISTORY: tuple[type[Event], ...] = (InvoicePaid, InvoiceAged, ReminderRequested)
_WORD: tuple[type[Event], ...] = (
    DisputeOpened,
    CallMade,
    CallReceived,
    ReplyReceived,
    PlanAgreed,
    PaymentApplied,
    PromiseMade,
)
FOLLOWED: tuple[type[Event], ...] = tuple(
    dict.fromkeys((*SIGNALS, *_TAKES_BACK, *_HISTORY, *_WORD))
)
"""Everything that may change it."""
RECEIVED = tuple(each for each in FOLLOWED if not issubclass(each, WorkflowSchedulerEvent))
OWN = tuple(each for each in FOLLOWED if issubclass(each, WorkflowSchedulerEvent))


class Evidence(Value):
    """Of one customer."""

    pieces: tuple[Piece, ...] = ()
    reminded: Mapping[InvoiceId, int] = {}
    """How often an unpaid invoice was asked for once it was late."""
    paid_unasked: int = 0
    """How many invoices were paid without a reminder, up to ``GOOD_PAYER``."""
    last_word_on: date | None = None
    """The latest day, UTC, on which it paid, answered or spoke."""


def _documents(event: Event) -> Sequence[str]:
    return (getattr(event, _CUSTOMER),) if isinstance(event, FOLLOWED) else ()


def evolve(evidence: Evidence, received: Envelope[Event]) -> Evidence:
    """Fold one event; pieces of a kind beyond those that count are forgotten."""
    evidence = _without(evidence, received.event)
    evidence, kinds = _history(evidence, received)
    if _is_word(received.event):
        evidence = _spoke(evidence, received.cause.at.date())
    found = [*kinds, *kinds_of(received.event)]
    return _with(evidence, received, found) if found else evidence


def _without(evidence: Evidence, event: Event) -> Evidence:
    """What turned out not to be so, or holds no more, speaks for nothing."""
    match event:
        case CustomerConditionLifted(condition_id=id) | DisputeWithdrawn(dispute_id=id):
            return _drop(evidence, id)
        case PlanReinstated(plan_id=id) | PromiseKept(promise_id=id):
            return _drop(evidence, id)
        case PromiseWithdrawn(promise_id=id, reason=Withdrawal.IN_ERROR):
            return _drop(evidence, id)
        case PaymentUnapplied(payment_id=id):
            return _drop(evidence, id)
        case _:
            return evidence


def _drop(evidence: Evidence, id: str) -> Evidence:
    kept = tuple(piece for piece in evidence.pieces if piece.about != id)
    if len(kept) == len(evidence.pieces):
        return evidence
    return evidence.model_copy(update={"pieces": kept})


def _history(evidence: Evidence, received: Envelope[Event]) -> tuple[Evidence, Sequence[Kind]]:
    match received.event:
        case ReminderRequested(items=items):
            late = [item.invoice_id for item in items if item.level > 0]
            return _reminded(evidence, late), ()
        case InvoicePaid(invoice_id=id):
            return _paid(evidence, id)
        case InvoiceAged(days_past_due=days) if _is_silent(evidence, received, days):
            return evidence, (Kind.SUDDEN_SILENCE,)
        case _:
            return evidence, ()


def _reminded(evidence: Evidence, invoices: Iterable[InvoiceId]) -> Evidence:
    counts = dict(evidence.reminded)
    for id in invoices:
        counts[id] = counts.pop(id, 0) + 1
    latest = list(counts.items())[-_REMEMBERED:]
    return evidence.model_copy(update={"reminded": dict(latest)})


def _paid(evidence: Evidence, id: InvoiceId) -> tuple[Evidence, Sequence[Kind]]:
    if id in evidence.reminded:
        others = {each: count for each, count in evidence.reminded.items() if each != id}
        return evidence.model_copy(update={"reminded": others}), (Kind.PAID_AFTER_REMINDER,)
    if evidence.paid_unasked >= GOOD_PAYER:
        return evidence, ()
    return evidence.model_copy(update={"paid_unasked": evidence.paid_unasked + 1}), ()


def _is_silent(evidence: Evidence, received: Envelope[Event], days_past_due: int) -> bool:
    """A good payer that has said nothing since what is late fell due."""
    if days_past_due < SILENT_AFTER or evidence.paid_unasked < GOOD_PAYER:
        return False
    due = received.cause.at.date() - timedelta(days=days_past_due)
    return evidence.last_word_on is None or evidence.last_word_on < due


def _is_word(event: Event) -> bool:
    match event:
        case ReplyReceived(meaning=ReplyMeaning.OUT_OF_OFFICE | ReplyMeaning.AUTOMATIC):
            return False
        case CallMade(conversation=conversation):
            return conversation
        case _:
            return isinstance(event, _WORD)


def _spoke(evidence: Evidence, day: date) -> Evidence:
    """Whoever speaks is not silent any more."""
    silent = any(piece.kind is Kind.SUDDEN_SILENCE for piece in evidence.pieces)
    if evidence.last_word_on == day and not silent:
        return evidence
    pieces = tuple(each for each in evidence.pieces if each.kind is not Kind.SUDDEN_SILENCE)
    return evidence.model_copy(update={"pieces": pieces, "last_word_on": day})


def _with(evidence: Evidence, received: Envelope[Event], kinds: Iterable[Kind]) -> Evidence:
    event = received.event
    named = about(event) if type(event) in SIGNALS else None
    pieces = list(evidence.pieces)
    for kind in kinds:
        of_kind = [piece for piece in pieces if piece.kind is kind]
        if len(of_kind) >= WEIGHTS[kind].most:
            pieces.remove(of_kind[0])
        pieces.append(
            Piece(
                kind=kind,
                event_id=str(received.id),
                event_type=event.type,
                at=received.cause.at,
                about=named,
            )
        )
    return evidence.model_copy(update={"pieces": tuple(pieces)})


EVIDENCE = View("evidence", Evidence(), _documents, evolve, subscribes=RECEIVED)
