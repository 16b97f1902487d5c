"""The mark by which a sweep knows how far the read model has come."""

from typing import Any

from invoice.sweeps.domain.sweep import SweepStarted
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.sweeps", "projection.sql")


def _started(recorded: Envelope[SweepStarted]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.sweep_id)


CHANGES = (on(SweepStarted, WRITES["start_sweep"], _started),)
