"""Messages with their present state, and every contact that was refused; calls join them."""

import json
from collections.abc import Callable

from pydantic_core import to_json

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import events as events
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.reminder import WaitsFor
from recoup_events import notification as public
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("notification.messages", "projection.sql")


Decided = contact_events.MessageDispatched | public.MessageEvent | events.MessageReleased
Staged = events.MessageHeld | events.MessageReleased | events.MessageResendAsked


def _asked(own: Envelope[events.MessageAsked]) -> Row:
    event = own.event
    return (
        own.tenant,
        event.message_id,
        event.reminder_id,
        event.customer_id,
        event.creditor_id,
        event.person_id,
        event.channel,
        event.template,
        MessageState.WAITING,
        own.cause.at,
    )


def _listed(own: Envelope[events.ReminderReceived]) -> Row:
    request = own.event.request
    return (own.tenant, request.reminder_id, to_json(request.items).decode())


def _now(state: MessageState) -> Callable[[Envelope[Staged]], Row]:
    return lambda own: (own.tenant, own.event.message_id, state)


def _addressed_to(own: Envelope[public.MessageQueued]) -> Row:
    return (own.tenant, own.event.message_id, own.event.address_hash)


def _dispatched(own: Envelope[contact_events.MessageDispatched]) -> Row:
    return (own.tenant, own.event.message_id, MessageState.SENDING, own.event.attempt)


def _put_off(own: Envelope[events.MessageAttemptFailed]) -> Row:
    event = own.event
    return (own.tenant, event.message_id, MessageState.WAITING, event.reason, event.in_doubt)


def _doubted(own: Envelope[events.MessageDoubted]) -> Row:
    return (own.tenant, own.event.message_id, MessageState.IN_DOUBT, own.event.reason, True)


def _failed(own: Envelope[public.MessageFailed]) -> Row:
    return (own.tenant, own.event.message_id, MessageState.FAILED, own.event.reason)


def _attached(own: Envelope[public.MessageQueued]) -> Row:
    event = own.event
    return (own.tenant, event.message_id, len(event.attachments), len(event.lacking))


def _sent(own: Envelope[public.MessageSent]) -> Row:
    return (own.tenant, own.event.message_id, MessageState.SENT, own.cause.at)


def _delivered(own: Envelope[public.MessageDelivered]) -> Row:
    event = own.event
    arrived = (event.delivered_at, event.proof)
    return (own.tenant, event.message_id, MessageState.DELIVERED, *arrived)


def _undelivered(own: Envelope[public.MessageUndelivered]) -> Row:
    event = own.event
    return (own.tenant, event.message_id, MessageState.UNDELIVERED, event.reason)


def _refused(own: Envelope[public.ContactRefused]) -> Row:
    state = MessageState.REFUSED if own.event.retry_at is None else MessageState.WAITING
    return (own.tenant, own.event.message_id, state)


def _refusal(own: Envelope[public.ContactRefused]) -> Row:
    event = own.event
    return (
        own.tenant,
        own.id,
        own.cause.at,
        event.message_id,
        event.reminder_id,
        event.customer_id,
        event.creditor_id,
        event.person_id,
        event.channel,
        event.rule,
        event.rules_version,
        event.citation,
        json.dumps(event.inputs),
        event.retry_at,
    )


def _unaddressed(own: Envelope[events.ReminderReceived]) -> Row:
    request = own.event.request
    ids = (request.reminder_id, request.customer_id, request.creditor_id)
    return (own.tenant, *ids, request.channel, own.cause.at)


def _untold(own: Envelope[events.NoticeReceived]) -> Row:
    notice = own.event.notice
    ids = (notice.reminder_id, notice.customer_id, notice.creditor_id)
    return (own.tenant, *ids, Channel.EMAIL, own.cause.at)


def _addressed(own: Envelope[events.ReminderAddressed]) -> Row:
    return (own.tenant, own.event.reminder_id)


def _waits(
    what: WaitsFor,
) -> Callable[[Envelope[events.MessageHeld | events.MessagePostponed]], Row]:
    return lambda own: (own.tenant, own.event.message_id, what, own.cause.at)


def _waits_no_more(own: Envelope[Decided]) -> Row:
    return (own.tenant, own.event.message_id)


WAITING = named_queries("notification.messages", "queries.sql")["count_waiting"]
"""What waits for other services, of all tenants."""

CHANGES = (
    on(events.ReminderReceived, WRITES["wait_for_customer"], _unaddressed),
    on(events.NoticeReceived, WRITES["wait_for_customer"], _untold),
    on(events.ReminderAddressed, WRITES["wait_no_more"], _addressed),
    on(events.ReminderReceived, WRITES["list_items"], _listed),
    on(events.MessageAsked, WRITES["ask_message"], _asked),
    on(events.MessageHeld, WRITES["set_state"], _now(MessageState.HELD)),
    on(events.MessageReleased, WRITES["set_state"], _now(MessageState.WAITING)),
    on(public.MessageQueued, WRITES["address_message"], _addressed_to),
    on(contact_events.MessageDispatched, WRITES["begin_attempt"], _dispatched),
    on(events.MessageAttemptFailed, WRITES["put_off"], _put_off),
    on(events.MessageDoubted, WRITES["put_off"], _doubted),
    on(events.MessageResendAsked, WRITES["set_state"], _now(MessageState.WAITING)),
    on(public.MessageFailed, WRITES["set_state_and_reason"], _failed),
    on(public.MessageQueued, WRITES["attach_files"], _attached),
    on(public.MessageSent, WRITES["send_message"], _sent),
    on(public.MessageDelivered, WRITES["deliver_message"], _delivered),
    on(public.MessageUndelivered, WRITES["return_message"], _undelivered),
    on(public.ContactRefused, WRITES["refuse_message"], _refused),
    on(public.ContactRefused, WRITES["refuse_contact"], _refusal),
    on(events.MessageHeld, WRITES["wait"], _waits(WaitsFor.INVOICE)),
    on(events.MessagePostponed, WRITES["wait"], _waits(WaitsFor.CREDITOR)),
    on(events.MessageReleased, WRITES["wait_no_more"], _waits_no_more),
    on(contact_events.MessageDispatched, WRITES["wait_no_more"], _waits_no_more),
    on(public.MessageFailed, WRITES["wait_no_more"], _waits_no_more),
    on(public.ContactRefused, WRITES["wait_no_more"], _waits_no_more),
)
