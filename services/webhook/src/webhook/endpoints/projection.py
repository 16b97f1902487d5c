"""The list of endpoints."""

from typing import Any

from recoup_events.kernel.envelope import Envelope
from recoup_events.webhook import EndpointDisabled
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on
from webhook.endpoints.domain import events
from webhook.endpoints.domain.endpoint import EndpointState

WRITES = named_queries("webhook.endpoints", "projection.sql")


def _id(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.event.endpoint_id)


def _created(recorded: Envelope[events.EndpointCreated]) -> Row:
    event = recorded.event
    wanted = event.wanted
    return (
        *(*_id(recorded), event.external_id, wanted.url),
        *(wanted.model_dump_json(), event.signature),
    )


def _changed(recorded: Envelope[events.EndpointChanged]) -> Row:
    wanted = recorded.event.wanted
    return (*_id(recorded), wanted.url, wanted.model_dump_json())


def _disabled(recorded: Envelope[EndpointDisabled]) -> Row:
    event = recorded.event
    why = (event.reason, event.detail, event.failing_since)
    return (*_id(recorded), EndpointState.DISABLED, *why)


def _enabled(recorded: Envelope[events.EndpointEnabled]) -> Row:
    return (*_id(recorded), EndpointState.ENABLED, None, None, None)


def _deleted(recorded: Envelope[events.EndpointDeleted]) -> Row:
    return (*_id(recorded), EndpointState.DELETED, None, None, None)


def _rotated(recorded: Envelope[events.EndpointSecretRotated]) -> Row:
    return (*_id(recorded), recorded.event.signature)


ENDPOINTS = Projection(
    tables_of("webhook.endpoints"),
    [
        on(events.EndpointCreated, WRITES["create_endpoint"], _created),
        on(events.EndpointChanged, WRITES["change_endpoint"], _changed),
        on(events.EndpointSecretRotated, WRITES["sign_otherwise"], _rotated),
        on(EndpointDisabled, WRITES["change_state"], _disabled),
        on(events.EndpointEnabled, WRITES["change_state"], _enabled),
        on(events.EndpointDeleted, WRITES["change_state"], _deleted),
    ],
    resources=["endpoint"],
)
