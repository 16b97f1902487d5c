"""What a unit of work has decided but not yet written, with marks to go back to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from recoup_events.kernel.envelope import Envelope, Stream
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.ports import Changes, Document, DocumentKey, Remembered, TimerKey
from recoup_eventstore.revertible import RevertibleDict
from recoup_eventstore.row_writes import RowWrite


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stream's events add up to, how many there are, the first and the latest of them."""

    state: Any
    version: int
    first: Envelope[Event] | None
    last: Envelope[Event] | None


class Evolved(NamedTuple):
    """A view's document after this unit's events, and its place among the listed ones."""

    document: Value
    place: str | None


@dataclass(slots=True)
class PendingChanges:
    """Events in order, and the latest word on timers, documents and states."""

    events: list[Envelope[Event]] = field(default_factory=list)
    timers: RevertibleDict[TimerKey, datetime | None] = field(default_factory=RevertibleDict)
    taken: set[TimerKey] = field(default_factory=set)
    """Timers this unit has removed already, so that cancelling them is nothing to write."""
    documents: RevertibleDict[DocumentKey, Evolved] = field(default_factory=RevertibleDict)
    folded: RevertibleDict[Stream, Folded] = field(default_factory=RevertibleDict)
    rows: list[RowWrite] = field(default_factory=list)
    answer: Remembered | None = None
    encoded: dict[UUID, str] = field(default_factory=dict)

    def changes(self) -> Changes:
        """What is to be written."""
        timers = {k: at for k, at in self.timers.items() if at is not None or k not in self.taken}
        documents = {
            key: Document(evolved.document.model_dump_json(), evolved.place)
            for key, evolved in self.documents.items()
        }
        return Changes(self.events, timers, documents, self.answer, self.rows, self.encoded)

    def attempt(self) -> "Savepoint":
        """Forget everything kept inside when the block raises."""
        return Savepoint(self)


class Savepoint:
    """The marks to go back to; every received event sets them, so this is no generator."""

    __slots__ = ("_documents", "_events", "_folded", "_pending", "_rows", "_timers")

    def __init__(self, pending: PendingChanges) -> None:
        self._pending = pending

    def __enter__(self) -> None:
        pending = self._pending
        self._events = len(pending.events)
        self._rows = len(pending.rows)
        self._timers = pending.timers.mark()
        self._documents = pending.documents.mark()
        self._folded = pending.folded.mark()

    def __exit__(self, raised: type[BaseException] | None, *_: object) -> None:
        if raised is None:
            return
        pending = self._pending
        del pending.events[self._events :]
        del pending.rows[self._rows :]
        pending.timers.back_to(self._timers)
        pending.documents.back_to(self._documents)
        pending.folded.back_to(self._folded)
