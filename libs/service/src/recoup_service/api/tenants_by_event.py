"""Tenants as their operator left them: a view that every service keeps, so that each holds to it."""

from collections.abc import Sequence
from dataclasses import replace

from recoup_events.invoice.tenant import (
    TenantEnded,
    TenantEvent,
    TenantLimited,
    TenantOpened,
    TenantResumed,
    TenantState,
    TenantSuspended,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.limits import Limits
from recoup_eventstore.decider import View
from recoup_eventstore.tenants_at_rest import TENANT


class KnownTenant(Value):
    """One that nobody opened is open: its keys were made on the command line."""

    state: TenantState = TenantState.OPEN
    reason: str = ""
    limits: Limits | None = None


def _documents(event: Event) -> Sequence[str]:
    return [event.tenant_id] if isinstance(event, TenantEvent) else ()


def _evolve(known: KnownTenant, envelope: Envelope[Event]) -> KnownTenant:
    match envelope.event:
        case TenantOpened(limits=limits) | TenantLimited(limits=limits):
            return known.model_copy(update={"limits": limits})
        case TenantSuspended(reason=reason):
            return known.model_copy(update={"state": TenantState.SUSPENDED, "reason": reason})
        case TenantResumed():
            return known.model_copy(update={"state": TenantState.OPEN, "reason": ""})
        case TenantEnded(reason=reason):
            return known.model_copy(update={"state": TenantState.ENDED, "reason": reason})
        case _:
            return known


TENANTS = View(TENANT, KnownTenant(), _documents, _evolve)
"""Of the service that opens them."""
_RECEIVED = replace(
    TENANTS,
    subscribes=(TenantOpened, TenantLimited, TenantSuspended, TenantResumed, TenantEnded),
)


def tenants_of(package: str) -> View[KnownTenant]:
    """As a service keeps them: from its own events, or from those it receives."""
    return TENANTS if package == TenantOpened.owner else _RECEIVED
