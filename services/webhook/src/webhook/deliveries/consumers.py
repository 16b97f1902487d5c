"""What follows for deliveries from what is decided about their endpoint."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_events.webhook import EndpointDisabled
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork
from webhook.endpoints.domain.events import EndpointChanged, EndpointDeleted, EndpointEnabled
from webhook.endpoints.domain.wanted import Order

WRITES = named_queries("webhook.deliveries", "writes.sql")


async def give_up(
    work: UnitOfWork, recorded: Envelope[EndpointDisabled | EndpointDeleted], cause: Cause
) -> None:
    """What waits is not sent; it can be recovered once the endpoint is enabled."""
    event = recorded.event
    gone = isinstance(event, EndpointDeleted)
    reason = "endpoint_deleted" if gone else "endpoint_disabled"
    _keep(work, "give_up", recorded.tenant, event.endpoint_id, reason, cause.at)


async def begin_anew(work: UnitOfWork, recorded: Envelope[EndpointEnabled], _cause: Cause) -> None:
    """It is not disabled again for what was before."""
    _keep(work, "well_again", recorded.tenant, recorded.event.endpoint_id)


async def line_up(work: UnitOfWork, recorded: Envelope[EndpointChanged], cause: Cause) -> None:
    """What waits is put in order, or let go all at once."""
    event = recorded.event
    in_order = event.wanted.order is Order.PER_CUSTOMER
    name = "line_up_all" if in_order else "at_once"
    _keep(work, name, recorded.tenant, event.endpoint_id, cause.at)


def _keep(work: UnitOfWork, name: str, tenant: TenantId, *values: object) -> None:
    work.keep(RowWrite(tenant, WRITES[name], (tenant, *values)))
