"""The list of attempts."""

from collections.abc import Callable
from typing import Any

from invoice.payment_attempts.domain.attempt import AttemptState
from recoup_events.invoice import payment_attempt as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.payment_attempts", "projection.sql")


def _started(recorded: Envelope[events.PaymentAttemptStarted]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.attempt_id, event.customer_id, event.model_dump_json())


def _moved(state: AttemptState) -> Callable[[Envelope[Any]], tuple[Any, ...]]:
    def row(recorded: Envelope[Any]) -> tuple[Any, ...]:
        event = recorded.event
        found = (getattr(event, name, None) for name in ("expected_on", "payment_id", "reason"))
        return (recorded.tenant, event.attempt_id, state, *found)

    return row


CHANGES = (
    on(events.PaymentAttemptStarted, WRITES["start_attempt"], _started),
    on(events.PaymentAttemptPending, WRITES["move_attempt"], _moved(AttemptState.PENDING)),
    on(events.PaymentAttemptSucceeded, WRITES["move_attempt"], _moved(AttemptState.SUCCEEDED)),
    on(events.PaymentAttemptFailed, WRITES["move_attempt"], _moved(AttemptState.FAILED)),
    on(events.PaymentAttemptReturned, WRITES["move_attempt"], _moved(AttemptState.RETURNED)),
)
