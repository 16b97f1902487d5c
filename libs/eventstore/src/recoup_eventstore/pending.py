"""What a unit of work has decided but not yet written, with marks to go back to."""

from collections import ChainMap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope, Stream
from recoup_eventstore.ports import Changes, DocumentKey, Remembered, TimerKey

K = TypeVar("K")
V = TypeVar("V")


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
    timers: ChainMap[TimerKey, datetime | None] = field(default_factory=ChainMap)
    documents: ChainMap[DocumentKey, Value] = field(default_factory=ChainMap)
    folded: ChainMap[Stream, Folded] = field(default_factory=ChainMap)
    answer: Remembered | None = None

    def changes(self) -> Changes:
        """What is to be written."""
        documents = {key: value.model_dump_json() for key, value in self.documents.items()}
        return Changes(self.facts, dict(self.timers), documents, self.answer)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Forget everything kept inside when the block raises."""
        mark = len(self.facts)
        self.timers = self.timers.new_child()
        self.documents = self.documents.new_child()
        self.folded = self.folded.new_child()
        try:
            yield
        except BaseException:
            del self.facts[mark:]
            self.timers = self.timers.parents
            self.documents = self.documents.parents
            self.folded = self.folded.parents
            raise
        self.timers = _merged(self.timers)
        self.documents = _merged(self.documents)
        self.folded = _merged(self.folded)


def _merged(kept: ChainMap[K, V]) -> ChainMap[K, V]:
    inner, outer = kept.maps[0], kept.parents
    outer.update(inner)
    return outer
