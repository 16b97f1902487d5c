"""API keys that were made over the API: a view that every service keeps, so that one key opens all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from recoup_events.invoice.api_key import ApiKeyIssued, ApiKeyLimited, ApiKeyReplaced, ApiKeyRevoked
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.decider import View


class KnownKey(Value):
    """A key as its latest event left it; what came before it was issued opens nothing."""

    name: str = ""
    secret_sha256: str = ""
    scopes: tuple[str, ...] = ()
    env: str = ""
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    limits: Limits | None = None
    agency_id: AgencyId | None = None


def _documents(event: Event) -> Sequence[str]:
    match event:
        case ApiKeyIssued() | ApiKeyReplaced() | ApiKeyRevoked() | ApiKeyLimited():
            return [event.key_id]
        case _:
            return []


def _evolve(known: KnownKey, envelope: Envelope[Event]) -> KnownKey:
    match envelope.event:
        case ApiKeyIssued() as issued:
            return KnownKey(
                name=issued.name,
                secret_sha256=issued.secret_sha256,
                scopes=issued.scopes,
                env=issued.env,
                created_at=envelope.cause.at,
                expires_at=issued.expires_at,
                limits=issued.limits,
                agency_id=issued.agency_id,
            )
        case ApiKeyLimited(limits=limits):
            return known.model_copy(update={"limits": limits})
        case ApiKeyReplaced(expires_at=until):
            return known.model_copy(update={"expires_at": until})
        case ApiKeyRevoked() if known.revoked_at is None:
            return known.model_copy(update={"revoked_at": envelope.cause.at})
        case _:
            return known


API_KEYS = View("api_key", KnownKey(), _documents, _evolve)
"""Of the service that issues them."""
_RECEIVED = replace(
    API_KEYS, subscribes=(ApiKeyIssued, ApiKeyReplaced, ApiKeyRevoked, ApiKeyLimited)
)


def api_keys_of(package: str) -> View[KnownKey]:
    """As a service keeps them: from its own events, or from those it receives."""
    return API_KEYS if package == ApiKeyIssued.owner else _RECEIVED
