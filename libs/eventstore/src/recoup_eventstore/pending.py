"""What a unit of work has decided but not yet written, with marks to go back to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope, Stream
from recoup_eventstore.kept import Kept
from recoup_eventstore.ports import Changes, DocumentKey, Remembered, TimerKey


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stream's facts add up to, how many there are, and the latest of them."""

    state: Any
    version: int
    last: Envelope[Fact] | None


@dataclass(slots=True)
class Pending:
    """Facts in order, and the latest word on timers, documents and states."""

    facts: list[Envelope[Fact]] = field(default_factory=list)
    timers: Kept[TimerKey, datetime | None] = field(default_factory=Kept)
    taken: set[TimerKey] = field(default_factory=set)
    """Timers this unit has removed already, so that cancelling them is nothing to write."""
    documents: Kept[DocumentKey, Value] = field(default_factory=Kept)
    folded: Kept[Stream, Folded] = field(default_factory=Kept)
    answer: Remembered | None = None

    def changes(self) -> Changes:
        """What is to be written."""
        timers = {k: at for k, at in self.timers.items() if at is not None or k not in self.taken}
        documents = {key: value.model_dump_json() for key, value in self.documents.items()}
        return Changes(self.facts, timers, documents, self.answer)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Forget everything kept inside when the block raises."""
        facts = len(self.facts)
        timers = self.timers.mark()
        documents = self.documents.mark()
        folded = self.folded.mark()
        try:
            yield
        except BaseException:
            del self.facts[facts:]
            self.timers.back_to(timers)
            self.documents.back_to(documents)
            self.folded.back_to(folded)
            raise
