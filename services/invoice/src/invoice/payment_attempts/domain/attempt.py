"""An attempt to pay online: led to the provider, in transit, arrived, failed, or taken back.

Callbacks come twice, late and in any order. Money that arrived is booked once; what was taken back stays so,
even where that is heard of first.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from recoup_events.invoice import payment_attempt as events
from recoup_events.invoice.payment_attempt import AttemptMethod, AttemptPart
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PaymentId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider


class AttemptState(StrEnum):
    STARTED = "started"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    RETURNED = "returned"


class Attempt(Value):
    attempt_id: str = ""
    customer_id: CustomerId = CustomerId("")
    creditor_id: CreditorId = CreditorId("")
    amount: Money = Money.zero("EUR")
    method: AttemptMethod = AttemptMethod.CARD
    parts: tuple[AttemptPart, ...] = ()
    state: AttemptState = AttemptState.STARTED
    payment_id: PaymentId | None = None
    expected_on: date | None = None
    reason: str | None = None

    @property
    def ids(self) -> Mapping[str, str]:
        return {"attempt_id": self.attempt_id, "customer_id": self.customer_id}


class StartAttempt(Command):
    attempt_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    amount: Money
    method: AttemptMethod
    parts: tuple[AttemptPart, ...]


class ReportPending(Command):
    expected_on: date


class ReportSucceeded(Command):
    payment_id: PaymentId
    value_date: date


class ReportFailed(Command):
    reason: str


class ReportReturned(Command):
    reason: str


AttemptCommand = StartAttempt | ReportPending | ReportSucceeded | ReportFailed | ReportReturned
AttemptEvent = (
    events.PaymentAttemptStarted
    | events.PaymentAttemptPending
    | events.PaymentAttemptSucceeded
    | events.PaymentAttemptFailed
    | events.PaymentAttemptReturned
)
OPEN = (AttemptState.STARTED, AttemptState.PENDING)


def decide(command: AttemptCommand, attempt: Attempt) -> Sequence[AttemptEvent]:
    """List every move; what comes late or again changes nothing."""
    match attempt.state, command:
        case _, StartAttempt():
            fields = command.model_dump()
            known = attempt.attempt_id
            return [] if known else [events.PaymentAttemptStarted.model_validate(fields)]
        case AttemptState.STARTED, ReportPending(expected_on=day):
            about = attempt.model_dump(include={"creditor_id", "parts"})
            fields = {**attempt.ids, **about, "expected_on": day}
            return [events.PaymentAttemptPending.model_validate(fields)]
        case (
            (AttemptState.STARTED | AttemptState.PENDING | AttemptState.FAILED),
            ReportSucceeded(),
        ):
            # A provider that collects after it had given up has collected.
            fields = {**attempt.ids, "amount": attempt.amount, **command.model_dump()}
            return [events.PaymentAttemptSucceeded.model_validate(fields)]
        case ((AttemptState.STARTED | AttemptState.PENDING), ReportFailed(reason=reason)):
            fields = {**attempt.ids, "reason": reason}
            return [events.PaymentAttemptFailed.model_validate(fields)]
        case AttemptState.RETURNED, _:
            return []
        case _, ReportReturned(reason=reason):
            fields = {**attempt.ids, "reason": reason}
            return [events.PaymentAttemptReturned.model_validate(fields)]
        case _:
            return []


def evolve(attempt: Attempt, event: AttemptEvent) -> Attempt:
    match event:
        case events.PaymentAttemptStarted():
            return Attempt.model_validate(event.model_dump())
        case events.PaymentAttemptPending(expected_on=day):
            return _with(attempt, AttemptState.PENDING, expected_on=day)
        case events.PaymentAttemptSucceeded(payment_id=id):
            return _with(attempt, AttemptState.SUCCEEDED, payment_id=id, reason=None)
        case events.PaymentAttemptFailed(reason=reason):
            return _with(attempt, AttemptState.FAILED, reason=reason)
        case events.PaymentAttemptReturned(reason=reason):
            return _with(attempt, AttemptState.RETURNED, reason=reason)


def _with(attempt: Attempt, state: AttemptState, **changes: object) -> Attempt:
    return attempt.model_copy(update={"state": state, **changes})


PAYMENT_ATTEMPT: Decider[AttemptCommand, Attempt, AttemptEvent] = Decider(
    "payment_attempt", Attempt(), decide, evolve
)
