"""The list of links."""

from typing import Any

from recoup_events.invoice import portal_link as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.portal_links", "projection.sql")


def _kept(
    recorded: Envelope[events.PortalLinkIssued] | Envelope[events.PortalLinkOpened],
) -> tuple[Any, ...]:
    event = recorded.event
    opened_at = recorded.cause.at if isinstance(event, events.PortalLinkOpened) else None
    return (
        *(recorded.tenant, event.link_id, event.customer_id, event.creditor_id, event.person_id),
        *(event.purpose, event.expires_at, opened_at),
    )


def _revoked(recorded: Envelope[events.PortalLinkRevoked]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.link_id, recorded.event.reason)


CHANGES = (
    on(events.PortalLinkIssued, WRITES["keep_link"], _kept),
    on(events.PortalLinkOpened, WRITES["keep_link"], _kept),
    on(events.PortalLinkRevoked, WRITES["revoke_link"], _revoked),
)
