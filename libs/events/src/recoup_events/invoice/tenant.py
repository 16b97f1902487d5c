"""Tenants, as whoever operates Recoup opens and ends them; recorded in the operator's own tenant."""

from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits


class TenantState(StrEnum):
    """Whether a tenant's requests are answered, and what falls due for it is done."""

    OPEN = "open"
    SUSPENDED = "suspended"
    ENDED = "ended"


class TenantEvent(InvoiceEvent):
    """Of a tenant, whose id stands beside the operator's own in the envelope."""

    tenant_id: TenantId


class TenantOpened(TenantEvent, type="tenant.opened.v1"):
    """Its keys and users may ask."""

    name: str
    """What the operator calls it."""
    limits: Limits | None = None
    """Of all its keys and users together; without them, each may ask what every key may."""


class TenantLimited(TenantEvent, type="tenant.limited.v1"):
    """All its keys and users together may ask more or less than before."""

    limits: Limits | None
    """Without them, each may ask what every key may."""


class TenantSuspended(TenantEvent, type="tenant.suspended.v1"):
    """Its requests are refused, and whatever falls due for it waits."""

    reason: str


class TenantResumed(TenantEvent, type="tenant.resumed.v1"):
    """Everything goes on, with what fell due meanwhile."""


class TenantEnded(TenantEvent, type="tenant.ended.v1"):
    """As suspended, and never resumed."""

    reason: str
