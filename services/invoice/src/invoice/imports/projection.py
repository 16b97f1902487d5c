"""The list of imports."""

from typing import Any

from invoice.imports.domain.job import (
    ImportCreated,
    ImportEnded,
    ImportFailed,
    ImportProgressed,
    ImportResumed,
    ImportStarted,
)
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.imports", "projection.sql")


def _created(recorded: Envelope[ImportCreated]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, recorded.stream.id, event.model_dump_json(), event.at)


def _started(recorded: Envelope[ImportStarted]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.stream.id, recorded.event.at)


def _progressed(recorded: Envelope[ImportProgressed]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, recorded.stream.id, event.state, event.counts.model_dump_json())


def _failed(recorded: Envelope[ImportFailed]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.stream.id, recorded.event.reason)


def _resumed(recorded: Envelope[ImportResumed]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.stream.id)


def _ended(recorded: Envelope[ImportEnded]) -> tuple[Any, ...]:
    event = recorded.event
    counts = event.counts.model_dump_json()
    return (recorded.tenant, recorded.stream.id, event.state, counts, event.reason, event.at)


CHANGES = (
    on(ImportCreated, WRITES["announce"], _created),
    on(ImportStarted, WRITES["start"], _started),
    on(ImportProgressed, WRITES["progress"], _progressed),
    on(ImportFailed, WRITES["fail"], _failed),
    on(ImportResumed, WRITES["resume"], _resumed),
    on(ImportEnded, WRITES["end"], _ended),
)
