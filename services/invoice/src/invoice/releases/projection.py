"""The mark by which a release knows how far the read model has come."""

from typing import Any

from invoice.releases.domain.release import ReleaseStarted
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.releases", "projection.sql")


def _started(recorded: Envelope[ReleaseStarted]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.release_id)


CHANGES = (on(ReleaseStarted, WRITES["start_release"], _started),)
