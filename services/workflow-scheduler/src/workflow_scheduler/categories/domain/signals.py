"""Which events are evidence, and which of their fields are looked at: no others are ever read.

No field says who somebody is: no names, languages, places, ages, persons or kinds of customer.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from recoup_events.dispute import (
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    Reason,
)
from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    PaymentApplied,
    PaymentReversed,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.notification import (
    CallMade,
    CallOutcome,
    MessageComplained,
    MessageUndelivered,
    ReplyMeaning,
    ReplyReceived,
)
from recoup_events.payment_plan import PlanBroken
from recoup_events.workflow_scheduler import (
    Disposition,
    PromiseBroken,
    PromiseKept,
    TaskCompleted,
)
from workflow_scheduler.categories.domain.phrases import is_angry, is_distressed
from workflow_scheduler.categories.domain.weights import Kind

Kinds = Sequence[Kind]

_CONDITIONS = {
    Condition.INSOLVENCY: Kind.INSOLVENCY,
    Condition.HARDSHIP: Kind.HARDSHIP,
    Condition.ATTORNEY: Kind.ATTORNEY,
}
_REASONS = {
    Reason.NOT_RECEIVED: Kind.NEVER_RECEIVED,
    Reason.QUALITY: Kind.DISSATISFIED,
    Reason.PRICE: Kind.DISSATISFIED,
    Reason.QUANTITY: Kind.DISSATISFIED,
    Reason.MISSING_DOCUMENT: Kind.MISSING_DOCUMENT,
    Reason.ALREADY_PAID: Kind.SAYS_PAID,
}
_MEANINGS = {
    ReplyMeaning.OPT_OUT: Kind.OPTED_OUT,
    ReplyMeaning.NOT_RECEIVED: Kind.NEVER_RECEIVED,
    ReplyMeaning.DISPUTED: Kind.DISSATISFIED,
    ReplyMeaning.PAID: Kind.SAYS_PAID,
    ReplyMeaning.PROMISED: Kind.PROMISED,
    ReplyMeaning.WRONG_PERSON: Kind.WRONG_PERSON,
}
_BY_MACHINES = (ReplyMeaning.OUT_OF_OFFICE, ReplyMeaning.AUTOMATIC)
_DISPOSITIONS = {
    Disposition.PROMISED_TO_PAY: Kind.PROMISED,
    Disposition.PAID_ALREADY: Kind.SAYS_PAID,
    Disposition.CONTESTS: Kind.DISSATISFIED,
    Disposition.ASKED_FOR_PLAN: Kind.ASKED_FOR_PLAN,
    Disposition.CANNOT_PAY: Kind.CANNOT_PAY,
    Disposition.NEVER_RECEIVED: Kind.NEVER_RECEIVED,
    Disposition.WRONG_PERSON: Kind.WRONG_PERSON,
}


class Signal(NamedTuple):
    """What is read of an event, and which kinds of evidence that is."""

    fields: tuple[str, ...]
    kinds: Callable[..., Kinds]
    about: str | None = None
    """The field that names what may be taken back later."""


def _known(table: Mapping[Any, Kind], value: Any) -> Kinds:
    return [table[value]] if value in table else []


def _words(text: str) -> Kinds:
    angry = [Kind.ANGRY_WORDS] if is_angry(text) else []
    return [*angry, Kind.DISTRESSED_WORDS] if is_distressed(text) else angry


def _reply(meaning: ReplyMeaning, text: str) -> Kinds:
    if meaning in _BY_MACHINES:
        return []
    return [*_known(_MEANINGS, meaning), *_words(text)]


def _returned(channel: Channel) -> Kinds:
    return [Kind.LETTER_RETURNED if channel is Channel.LETTER else Kind.BOUNCED]


def _call(outcome: CallOutcome) -> Kinds:
    unreached = (CallOutcome.NOT_REACHED, CallOutcome.VOICEMAIL)
    return [Kind.NOT_REACHED] if outcome in unreached else []


SIGNALS: Mapping[type[Event], Signal] = {
    CustomerConditionRecorded: Signal(
        ("condition",), lambda condition: _known(_CONDITIONS, condition), "condition_id"
    ),
    PaymentReversed: Signal((), lambda: [Kind.PAYMENT_RETURNED]),
    PaymentApplied: Signal(
        ("balance",), lambda balance: [Kind.PARTIAL_PAYMENT] if balance else [], "payment_id"
    ),
    DisputeOpened: Signal(
        ("reason", "statement"),
        lambda reason, statement: [*_known(_REASONS, reason), *_words(statement)],
        "dispute_id",
    ),
    DisputeRejected: Signal((), lambda: [Kind.DISPUTE_REJECTED]),
    DisputeUpheld: Signal((), lambda: [Kind.DISPUTE_UPHELD]),
    DisputePartlyUpheld: Signal((), lambda: [Kind.DISPUTE_UPHELD]),
    PlanBroken: Signal((), lambda: [Kind.PLAN_BROKEN], "plan_id"),
    PromiseBroken: Signal((), lambda: [Kind.PROMISE_BROKEN], "promise_id"),
    PromiseKept: Signal((), lambda: [Kind.PROMISE_KEPT], "promise_id"),
    ReplyReceived: Signal(("meaning", "text"), _reply),
    MessageUndelivered: Signal(
        ("channel", "address_unknown"),
        lambda channel, unknown: _returned(channel) if unknown else [],
    ),
    MessageComplained: Signal((), lambda: [Kind.COMPLAINED]),
    CallMade: Signal(("outcome",), _call),
    TaskCompleted: Signal(("disposition",), lambda disposition: _known(_DISPOSITIONS, disposition)),
}


def kinds_of(event: Event) -> Kinds:
    """What an event is evidence of."""
    signal = SIGNALS.get(type(event))
    if signal is None:
        return []
    return signal.kinds(*(getattr(event, field) for field in signal.fields))


def about(event: Event) -> str | None:
    """What it is evidence about, where that may be taken back."""
    field = SIGNALS[type(event)].about
    return None if field is None else str(getattr(event, field))
