"""What a service listens to: which facts, what follows from each, and what to read beforehand."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from recoup_events.base import Fact
from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.topics import topic_of
from recoup_eventstore.decider import View
from recoup_eventstore.parked import Reason
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.arrivals import Arrival
from recoup_messaging.cloudevents import (
    Heading,
    context_of,
    envelope_of,
    heading_of,
    type_of,
)
from recoup_messaging.errors import Foreign, Unreadable
from recoup_messaging.interest import Interest
from recoup_messaging.keys import account_of
from recoup_messaging.provenance import Provenance, of_content, of_key
from recoup_messaging.records import Received
from recoup_messaging.tracing import processing

F = TypeVar("F", bound=Fact)
Reaction = Callable[[UnitOfWork, Envelope[F], Cause], Awaitable[None]]
"""Decides what follows from a heard fact, through ``work`` and within the fact's account."""
Reads = Callable[[Envelope[F]], Collection[Stream]]


def _nothing(_heard: Envelope[Any]) -> Collection[Stream]:
    return ()


@dataclass(frozen=True, slots=True)
class Hearing(Generic[F]):
    """One fact and one reaction to it."""

    fact: type[F]
    reaction: Reaction[F]
    reads: Reads[F] = _nothing
    """The streams the reaction will load, read for a whole batch at once."""


class Listening:
    """All hearings of a service, and all that its views follow."""

    def __init__(
        self, hearings: Sequence[Hearing[Any]], views: Sequence[View[Any]], *, actor: str
    ) -> None:
        self._actor = actor
        self._hearings: defaultdict[str, list[Hearing[Any]]] = defaultdict(list)
        for hearing in hearings:
            self._hearings[hearing.fact.type].append(hearing)
        facts = {hearing.fact for hearing in hearings}
        facts.update(fact for view in views for fact in view.hears)
        self._interest = Interest(facts)
        self._provenance = Provenance()
        self.topics = frozenset(map(topic_of, facts))

    def read(self, received: Received) -> Arrival | None:
        """Understand a record; ``None`` when nobody here listens to facts of its type."""
        heading: Heading | None = None
        try:
            context = context_of(received.headers)
            type = type_of(context)
            self._provenance.of_headers(received.at.topic, type, context, received.headers)
            if not self._interest.covers(type):
                return None
            account = account_of(received.key)
            heading = heading_of(context, account)
            of_key(heading, account)
            heard = envelope_of(heading, received.value)
            of_content(heard.fact, account)
        except Foreign as problem:
            return Arrival(received, problem=str(problem), reason=Reason.FOREIGN)
        except Unreadable as problem:
            return Arrival(received, heading, problem=str(problem))
        return Arrival(received, heading, heard)

    def reads(self, arrivals: Iterable[Arrival]) -> set[Stream]:
        """The streams that handling these will load."""
        return {
            stream
            for arrival in arrivals
            if arrival.heard is not None
            for hearing in self._hearings.get(arrival.heard.fact.type, ())
            for stream in hearing.reads(arrival.heard)
        }

    async def handle(
        self, work: UnitOfWork, received: Received, heard: Envelope[Fact], now: datetime
    ) -> None:
        """Fold it into the views, then react; all of it or, when refused, nothing."""
        hearings = self._hearings.get(heard.fact.type)
        if not hearings:
            await work.tell(heard)  # a view never refuses, and nothing follows from it
            return
        origin = heard.cause
        told = Cause(now, self._actor, origin.correlation_id, heard.id, origin.traceparent)
        with processing(received, self._actor, told) as cause, work.attempt():
            await work.tell(heard)
            for hearing in hearings:
                await hearing.reaction(work, heard, cause)
