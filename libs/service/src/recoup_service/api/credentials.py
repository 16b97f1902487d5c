"""Whom an API key stands for, while it lives and its tenant is open."""

from datetime import datetime

from recoup_events.invoice.tenant import TenantState
from recoup_events.kernel.ids import TenantId
from recoup_service.api.keys import ApiKey, KeyRing, PresentedKey
from recoup_service.api.principal import NotAuthenticated, Principal
from recoup_service.api.problems import Problem
from recoup_service.api.tenants_by_event import KnownTenant


async def living_key(keys: KeyRing, presented: PresentedKey, now: datetime) -> ApiKey:
    """The key that is presented; raises ``NotAuthenticated`` for one that opens nothing any more."""
    key = await keys.find(presented.id)
    if key is None or not key.opened_by(presented):
        raise NotAuthenticated("This API key is not known here. Check that it was copied whole.")
    if key.revoked_at is not None:
        raise NotAuthenticated("This API key was revoked. Use another one.")
    if key.expires_at is not None and key.expires_at <= now:
        raise NotAuthenticated(
            f"This API key expired at {key.expires_at:%Y-%m-%dT%H:%MZ}. Issue another."
        )
    return key


def holder_of(key: ApiKey) -> Principal:
    return Principal(
        key.tenant, f"key:{key.id}", key.scopes, key.expires_at, agency_id=key.agency_id
    )


def must_be_open(id: TenantId, tenant: KnownTenant) -> None:
    """Raises the 403 of a tenant that is suspended or has ended."""
    if tenant.state is TenantState.SUSPENDED:
        raise Problem(
            403,
            "tenant_suspended",
            f"The tenant {id} is suspended: {tenant.reason.rstrip('.')}. Nothing is lost, and what falls due "
            "waits. Ask whoever operates Recoup for you to resume it, then send this again.",
        )
    if tenant.state is TenantState.ENDED:
        raise Problem(
            403,
            "tenant_ended",
            f"The tenant {id} has ended: {tenant.reason.rstrip('.')}. Ask whoever operates Recoup for you "
            "for what is kept of it.",
        )
