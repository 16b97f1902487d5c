"""What a unit of work has decided but not yet written, with marks to go back to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope, Stream
from recoup_eventstore.kept import Kept
from recoup_eventstore.ports import Changes, Document, DocumentKey, Remembered, TimerKey


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stream's facts add up to, how many there are, and the latest of them."""

    state: Any
    version: int
    last: Envelope[Fact] | None


class Evolved(NamedTuple):
    """A view's document after this unit's facts, and its place among the listed ones."""

    document: Value
    place: str | None


@dataclass(slots=True)
class Pending:
    """Facts in order, and the latest word on timers, documents and states."""

    facts: list[Envelope[Fact]] = field(default_factory=list)
    timers: Kept[TimerKey, datetime | None] = field(default_factory=Kept)
    taken: set[TimerKey] = field(default_factory=set)
    """Timers this unit has removed already, so that cancelling them is nothing to write."""
    documents: Kept[DocumentKey, Evolved] = field(default_factory=Kept)
    folded: Kept[Stream, Folded] = field(default_factory=Kept)
    answer: Remembered | None = None
    encoded: dict[UUID, str] = field(default_factory=dict)

    def changes(self) -> Changes:
        """What is to be written."""
        timers = {k: at for k, at in self.timers.items() if at is not None or k not in self.taken}
        documents = {
            key: Document(evolved.document.model_dump_json(), evolved.place)
            for key, evolved in self.documents.items()
        }
        return Changes(self.facts, timers, documents, self.answer, self.encoded)

    def attempt(self) -> "Attempt":
        """Forget everything kept inside when the block raises."""
        return Attempt(self)


class Attempt:
    """The marks to go back to; every heard fact sets them, so this is no generator."""

    __slots__ = ("_documents", "_facts", "_folded", "_pending", "_timers")

    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def __enter__(self) -> None:
        pending = self._pending
        self._facts = len(pending.facts)
        self._timers = pending.timers.mark()
        self._documents = pending.documents.mark()
        self._folded = pending.folded.mark()

    def __exit__(self, raised: type[BaseException] | None, *_: object) -> None:
        if raised is None:
            return
        pending = self._pending
        del pending.facts[self._facts :]
        pending.timers.back_to(self._timers)
        pending.documents.back_to(self._documents)
        pending.folded.back_to(self._folded)
