"""Which events the timeline of a customer shows."""

from typing import Any

from invoice.timeline.domain.sentences import Kind
from invoice.timeline.domain.wording import KINDS
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Change, on

WRITES = named_queries("invoice.timeline", "projection.sql")


def _noted(event: type[Event], kind: Kind) -> Change:
    def row(recorded: Envelope[Any]) -> tuple[Any, ...]:
        account, stream = recorded.account, recorded.stream
        return (*account, kind, stream.name, recorded.version)

    return on(event, WRITES["note"], row, placed=True)


CHANGES = tuple(_noted(event, kind) for event, kind in KINDS.items())
