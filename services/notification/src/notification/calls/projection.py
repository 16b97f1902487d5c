"""Calls with their present state; refusals are listed with those of messages."""

import json

from notification.calls.domain.call import CallState
from notification.calls.domain.events import CallRequested
from recoup_events import notification as public
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("notification.calls", "projection.sql")


def _requested(own: Envelope[CallRequested]) -> Row:
    event = own.event
    return (
        own.tenant,
        event.call_id,
        event.customer_id,
        event.creditor_id,
        event.person_id,
        event.task_id,
        list(event.invoices),
        event.at,
    )


def _permitted(own: Envelope[public.CallPermitted]) -> Row:
    return (own.tenant, own.event.call_id, CallState.PERMITTED, own.event.until)


def _refused(own: Envelope[public.CallRefused]) -> Row:
    event = own.event
    return (own.tenant, event.call_id, CallState.REFUSED, event.rule, event.retry_at)


def _refusal(own: Envelope[public.CallRefused]) -> Row:
    event = own.event
    return (
        own.tenant,
        own.id,
        own.cause.at,
        event.call_id,
        event.customer_id,
        event.creditor_id,
        event.person_id,
        event.rule,
        event.rules_version,
        event.citation,
        json.dumps(event.inputs),
        event.retry_at,
    )


def _received(own: Envelope[public.CallReceived]) -> Row:
    event = own.event
    ids = (event.call_id, event.customer_id, event.creditor_id, event.person_id)
    talk = (list(event.invoices), own.cause.at, CallState.RECEIVED, event.called_at)
    return (own.tenant, *ids, *talk)


def _made(own: Envelope[public.CallMade]) -> Row:
    event = own.event
    made = (event.outcome, event.called_at, event.conversation)
    return (own.tenant, event.call_id, CallState.MADE, *made)


def _given_up(own: Envelope[public.CallNotMade]) -> Row:
    return (own.tenant, own.event.call_id, CallState.NOT_MADE)


CHANGES = (
    on(CallRequested, WRITES["request_call"], _requested),
    on(public.CallPermitted, WRITES["permit_call"], _permitted),
    on(public.CallRefused, WRITES["refuse_call"], _refused),
    on(public.CallRefused, WRITES["list_refusal"], _refusal),
    on(public.CallMade, WRITES["make_call"], _made),
    on(public.CallReceived, WRITES["receive_call"], _received),
    on(public.CallNotMade, WRITES["give_call_up"], _given_up),
)
