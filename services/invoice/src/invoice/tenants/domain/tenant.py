"""A tenant: opened once, suspended and resumed as often as it takes, and ended for good."""

from collections.abc import Sequence

from recoup_events.invoice import tenant as events
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_events.kernel.limits import Limits
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider


class TenantRefused(Refused):
    """The tenant does not allow this, or there is one of this id already."""

    code = "tenant_refused"


class Tenant(Value):
    """As its events left it; one that was never opened has no id."""

    tenant_id: TenantId = TenantId("")
    name: str = ""
    state: events.TenantState = events.TenantState.OPEN
    reason: str | None = None
    limits: Limits | None = None


class OpenTenant(Command):
    tenant_id: TenantId
    name: str
    limits: Limits | None = None


class LimitTenant(Command):
    limits: Limits | None


class SuspendTenant(Command):
    reason: str


class ResumeTenant(Command):
    pass


class EndTenant(Command):
    reason: str


TenantCommand = OpenTenant | LimitTenant | SuspendTenant | ResumeTenant | EndTenant
TenantEvent = (
    events.TenantOpened
    | events.TenantLimited
    | events.TenantSuspended
    | events.TenantResumed
    | events.TenantEnded
)


def decide(command: TenantCommand, tenant: Tenant) -> Sequence[TenantEvent]:
    """List every move a tenant allows; what changes nothing is said once."""
    id = tenant.tenant_id
    match tenant.state, command:
        case _, OpenTenant():
            return _open(command, tenant)
        case events.TenantState.ENDED, _:
            return _after_the_end(command, tenant)
        case _, EndTenant(reason=reason):
            return [events.TenantEnded(tenant_id=id, reason=reason)]
        case events.TenantState.SUSPENDED, ResumeTenant():
            return [events.TenantResumed(tenant_id=id)]
        case _, SuspendTenant(reason=reason) if reason != tenant.reason:
            return [events.TenantSuspended(tenant_id=id, reason=reason)]
        case _, LimitTenant(limits=limits) if limits != tenant.limits:
            return [events.TenantLimited(tenant_id=id, limits=limits)]
        case _:
            return []


def _after_the_end(command: TenantCommand, tenant: Tenant) -> Sequence[TenantEvent]:
    if isinstance(command, EndTenant):
        return []
    raise TenantRefused(f"The tenant {tenant.tenant_id} has ended; open another one.")


def _open(command: OpenTenant, tenant: Tenant) -> Sequence[TenantEvent]:
    if command.tenant_id == PLATFORM:
        raise TenantRefused(f"{PLATFORM} is the operator's own tenant; open one of another id.")
    if tenant.tenant_id:
        raise TenantRefused(
            f"The tenant {tenant.tenant_id} was opened already. If its first key was lost, make it another one."
        )
    return [events.TenantOpened.model_validate(command, from_attributes=True)]


def evolve(tenant: Tenant, event: TenantEvent) -> Tenant:
    match event:
        case events.TenantOpened(tenant_id=id, name=name, limits=limits):
            return Tenant(tenant_id=id, name=name, limits=limits)
        case events.TenantLimited(limits=limits):
            return tenant.model_copy(update={"limits": limits})
        case events.TenantSuspended(reason=reason):
            return tenant.model_copy(
                update={"state": events.TenantState.SUSPENDED, "reason": reason}
            )
        case events.TenantResumed():
            return tenant.model_copy(update={"state": events.TenantState.OPEN, "reason": None})
        case events.TenantEnded(reason=reason):
            return tenant.model_copy(update={"state": events.TenantState.ENDED, "reason": reason})


TENANT = Decider("tenant", Tenant(), decide, evolve)
