"""API keys that are made over the API: every service learns of them, and none learns their secrets."""

from datetime import datetime

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.limits import Limits


class ApiKeyIssued(InvoiceEvent, type="api_key.issued.v1"):
    """Whoever shows the secret may do what the scopes say, for this tenant."""

    key_id: str
    name: str
    """Who carries it."""
    secret_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    """Of 256 random bits, which no hash gives back."""
    scopes: tuple[str, ...]
    env: str
    expires_at: datetime | None = None
    replaces: str | None = None
    """The key that works beside it for a while."""
    limits: Limits | None = None
    """Its own; without them, what every key may."""
    agency_id: AgencyId | None = None
    """The partner agency that carries it: it sees its own placements and nothing else."""


class ApiKeyLimited(InvoiceEvent, type="api_key.limited.v1"):
    """It may ask more or less than before."""

    key_id: str
    limits: Limits | None
    """Without them, what every key may."""


class ApiKeyReplaced(InvoiceEvent, type="api_key.replaced.v1"):
    """Another key has taken its place; until then both work."""

    key_id: str
    replaced_by: str
    expires_at: datetime


class ApiKeyRevoked(InvoiceEvent, type="api_key.revoked.v1"):
    """It opens nothing any more."""

    key_id: str
    reason: str
