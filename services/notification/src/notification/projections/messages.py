"""The list of messages with their present state."""

from collections.abc import Callable
from typing import Any

from notification.domain import facts
from notification.domain.message import Stage
from notification.store.queries import QUERIES
from recoup_events import notification as said
from recoup_events.envelope import Envelope
from recoup_eventstore.projections import on

Staged = facts.MessageHeld | facts.MessageReleased


def _asked(own: Envelope[facts.MessageAsked]) -> tuple[Any, ...]:
    fact = own.fact
    return (
        own.tenant,
        fact.message_id,
        fact.reminder_id,
        fact.invoice_id,
        fact.customer_id,
        fact.channel,
        fact.template,
        fact.role,
        Stage.WAITING,
        own.cause.at,
    )


def _now(stage: Stage) -> Callable[[Envelope[Staged]], tuple[Any, ...]]:
    return lambda own: (own.tenant, own.fact.message_id, stage)


def _dispatched(own: Envelope[facts.MessageDispatched]) -> tuple[Any, ...]:
    return (own.tenant, own.fact.message_id, Stage.SENDING, own.fact.attempt)


def _put_off(own: Envelope[facts.MessageAttemptFailed]) -> tuple[Any, ...]:
    return (own.tenant, own.fact.message_id, Stage.WAITING, own.fact.reason)


def _failed(own: Envelope[said.MessageFailed]) -> tuple[Any, ...]:
    return (own.tenant, own.fact.message_id, Stage.FAILED, own.fact.reason)


def _sent(own: Envelope[said.MessageSent]) -> tuple[Any, ...]:
    return (own.tenant, own.fact.message_id, Stage.SENT, own.cause.at)


def _refused(own: Envelope[said.ContactRefused]) -> tuple[Any, ...]:
    stage = Stage.REFUSED if own.fact.retry_at is None else Stage.WAITING
    return (own.tenant, own.fact.message_id, stage)


CHANGES = (
    on(facts.MessageAsked, QUERIES["ask_message"], _asked),
    on(facts.MessageHeld, QUERIES["set_state"], _now(Stage.HELD)),
    on(facts.MessageReleased, QUERIES["set_state"], _now(Stage.WAITING)),
    on(facts.MessageDispatched, QUERIES["begin_attempt"], _dispatched),
    on(facts.MessageAttemptFailed, QUERIES["set_state_and_reason"], _put_off),
    on(said.MessageFailed, QUERIES["set_state_and_reason"], _failed),
    on(said.MessageSent, QUERIES["send_message"], _sent),
    on(said.ContactRefused, QUERIES["set_state"], _refused),
)
