"""The list of tenants, in the operator's own."""

from collections.abc import Callable
from typing import Any

from recoup_events.invoice import tenant as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.limits import Limits
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.tenants", "projection.sql")
Row = tuple[Any, ...]


def _opened(recorded: Envelope[events.TenantOpened]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.tenant_id, event.name, *_limits(event.limits))


def _limited(recorded: Envelope[events.TenantLimited]) -> Row:
    return (recorded.tenant, recorded.event.tenant_id, *_limits(recorded.event.limits))


def _limits(limits: Limits | None) -> tuple[int | None, int | None]:
    return (None, None) if limits is None else (limits.requests_per_second, limits.burst)


def _into(state: events.TenantState) -> Callable[[Envelope[Any]], Row]:
    def row(recorded: Envelope[Any]) -> Row:
        event = recorded.event
        return (recorded.tenant, event.tenant_id, state, getattr(event, "reason", None))

    return row


_MOVES = {
    events.TenantSuspended: events.TenantState.SUSPENDED,
    events.TenantResumed: events.TenantState.OPEN,
    events.TenantEnded: events.TenantState.ENDED,
}
CHANGES = (
    on(events.TenantOpened, WRITES["open_tenant"], _opened),
    on(events.TenantLimited, WRITES["limit_tenant"], _limited),
    *(on(event, WRITES["move_tenant"], _into(state)) for event, state in _MOVES.items()),
    called(events.TenantOpened, "text", lambda event: [event.tenant_id, event.name]),
)
