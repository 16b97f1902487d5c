"""The list of API keys."""

from typing import Any

from recoup_events.invoice import api_key as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.limits import Limits
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.api_keys", "projection.sql")


def _issued(recorded: Envelope[events.ApiKeyIssued]) -> tuple[Any, ...]:
    event = recorded.event
    shown = (event.name, list(event.scopes), event.env, event.expires_at)
    return (recorded.tenant, event.key_id, *shown, *_limits(event.limits), event.agency_id)


def _limited(recorded: Envelope[events.ApiKeyLimited]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.key_id, *_limits(recorded.event.limits))


def _limits(limits: Limits | None) -> tuple[int | None, int | None]:
    return (None, None) if limits is None else (limits.requests_per_second, limits.burst)


def _replaced(recorded: Envelope[events.ApiKeyReplaced]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.key_id, event.replaced_by, event.expires_at)


def _revoked(recorded: Envelope[events.ApiKeyRevoked]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.key_id, recorded.event.reason)


CHANGES = (
    on(events.ApiKeyIssued, WRITES["issue_api_key"], _issued),
    on(events.ApiKeyLimited, WRITES["limit_api_key"], _limited),
    on(events.ApiKeyReplaced, WRITES["replace_api_key"], _replaced),
    on(events.ApiKeyRevoked, WRITES["revoke_api_key"], _revoked),
)
