"""Messages with their present state, and every contact that was refused."""

import json
from collections.abc import Callable

from notification.contact_ledger.domain import facts as contact_facts
from notification.messages.domain import facts as facts
from notification.messages.domain.message import Stage
from recoup_events import notification as said
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on

WRITES = named_queries("notification.messages", "projection.sql")


Staged = facts.MessageHeld | facts.MessageReleased


def _asked(own: Envelope[facts.MessageAsked]) -> Row:
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


def _now(stage: Stage) -> Callable[[Envelope[Staged]], Row]:
    return lambda own: (own.tenant, own.fact.message_id, stage)


def _dispatched(own: Envelope[contact_facts.MessageDispatched]) -> Row:
    return (own.tenant, own.fact.message_id, Stage.SENDING, own.fact.attempt)


def _put_off(own: Envelope[facts.MessageAttemptFailed]) -> Row:
    return (own.tenant, own.fact.message_id, Stage.WAITING, own.fact.reason)


def _failed(own: Envelope[said.MessageFailed]) -> Row:
    return (own.tenant, own.fact.message_id, Stage.FAILED, own.fact.reason)


def _sent(own: Envelope[said.MessageSent]) -> Row:
    return (own.tenant, own.fact.message_id, Stage.SENT, own.cause.at)


def _refused(own: Envelope[said.ContactRefused]) -> Row:
    stage = Stage.REFUSED if own.fact.retry_at is None else Stage.WAITING
    return (own.tenant, own.fact.message_id, stage)


def _refusal(own: Envelope[said.ContactRefused]) -> Row:
    fact = own.fact
    return (
        own.tenant,
        own.id,
        own.cause.at,
        fact.message_id,
        fact.reminder_id,
        fact.invoice_id,
        fact.customer_id,
        fact.channel,
        fact.rule,
        fact.rules_version,
        fact.citation,
        json.dumps(fact.inputs),
        fact.retry_at,
    )


COMMUNICATIONS = Projection(
    tables_of("notification.messages", name="communications"),
    [
        on(facts.MessageAsked, WRITES["ask_message"], _asked),
        on(facts.MessageHeld, WRITES["set_state"], _now(Stage.HELD)),
        on(facts.MessageReleased, WRITES["set_state"], _now(Stage.WAITING)),
        on(contact_facts.MessageDispatched, WRITES["begin_attempt"], _dispatched),
        on(facts.MessageAttemptFailed, WRITES["set_state_and_reason"], _put_off),
        on(said.MessageFailed, WRITES["set_state_and_reason"], _failed),
        on(said.MessageSent, WRITES["send_message"], _sent),
        on(said.ContactRefused, WRITES["set_state"], _refused),
        on(said.ContactRefused, WRITES["refuse_contact"], _refusal),
    ],
)
