"""The list of agencies."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import AgencyAmended, AgencyClosed, AgencyRegistered
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("workflow_scheduler.agencies", "projection.sql")


def _registered(recorded: Envelope[AgencyRegistered]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.agency_id, event.external_id, event.terms.name)


def _amended(recorded: Envelope[AgencyAmended]) -> Row:
    return (recorded.tenant, recorded.event.agency_id, recorded.event.terms.name)


def _closed(recorded: Envelope[AgencyClosed]) -> Row:
    return (recorded.tenant, recorded.event.agency_id, recorded.event.reason)


CHANGES = (
    on(AgencyRegistered, WRITES["register_agency"], _registered),
    on(AgencyAmended, WRITES["amend_agency"], _amended),
    on(AgencyClosed, WRITES["close_agency"], _closed),
)
