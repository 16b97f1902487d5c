"""What a service listens to: which events, what follows from each, and what to read beforehand."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.topics import topic_of
from recoup_eventstore.decider import View
from recoup_eventstore.parked import Reason
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.cloudevents import (
    Heading,
    context_of,
    envelope_of,
    heading_of,
    type_of,
)
from recoup_messaging.decoded_record import DecodedRecord
from recoup_messaging.errors import Foreign, Unreadable
from recoup_messaging.keys import account_of
from recoup_messaging.provenance import Provenance, of_content, of_key
from recoup_messaging.records import ConsumerRecord
from recoup_messaging.tracing import processing
from recoup_messaging.type_filter import TypeFilter

F = TypeVar("F", bound=Event)
Reaction = Callable[[UnitOfWork, Envelope[F], Cause], Awaitable[None]]
"""Decides what follows from a received event, through ``work`` and within the event's account."""
Reads = Callable[[Envelope[F]], Collection[Stream]]


def _nothing(_received: Envelope[Any]) -> Collection[Stream]:
    return ()


@dataclass(frozen=True, slots=True)
class Subscription(Generic[F]):
    """One event and one reaction to it."""

    event: type[F]
    reaction: Reaction[F]
    reads: Reads[F] = _nothing
    """The streams the reaction will load, read for a whole batch at once."""


class Subscriptions:
    """All subscriptions of a service, and all that its views follow."""

    def __init__(
        self, subscriptions: Sequence[Subscription[Any]], views: Sequence[View[Any]], *, actor: str
    ) -> None:
        self._actor = actor
        self._subscriptions: defaultdict[str, list[Subscription[Any]]] = defaultdict(list)
        for subscription in subscriptions:
            self._subscriptions[subscription.event.type].append(subscription)
        events = {subscription.event for subscription in subscriptions}
        events.update(event for view in views for event in view.subscribes)
        self._type_filter = TypeFilter(events)
        self._provenance = Provenance()
        self.topics = frozenset(map(topic_of, events))

    def read(self, received: ConsumerRecord) -> DecodedRecord | None:
        """Understand a record; ``None`` when nobody here listens to events of its type."""
        heading: Heading | None = None
        try:
            context = context_of(received.headers)
            type = type_of(context)
            self._provenance.of_headers(received.at.topic, type, context, received.headers)
            if not self._type_filter.covers(type):
                return None
            account = account_of(received.key)
            heading = heading_of(context, account)
            of_key(heading, account)
            envelope = envelope_of(heading, received.value)
            of_content(envelope.event, account)
        except Foreign as problem:
            return DecodedRecord(received, problem=str(problem), reason=Reason.FOREIGN)
        except Unreadable as problem:
            return DecodedRecord(received, heading, problem=str(problem))
        return DecodedRecord(received, heading, envelope)

    def reads(self, decoded_records: Iterable[DecodedRecord]) -> set[Stream]:
        """The streams that handling these will load."""
        return {
            stream
            for decoded in decoded_records
            if decoded.envelope is not None
            for subscription in self._subscriptions.get(decoded.envelope.event.type, ())
            for stream in subscription.reads(decoded.envelope)
        }

    def reacts_to(self, event: Event) -> bool:
        """Whether more follows from it than what views fold."""
        return event.type in self._subscriptions

    async def handle(
        self, work: UnitOfWork, received: ConsumerRecord, envelope: Envelope[Event], now: datetime
    ) -> None:
        """Fold it into the views, then react; all of it or, when refused, nothing."""
        origin = envelope.cause
        cause_here = Cause(now, self._actor, origin.correlation_id, envelope.id, origin.traceparent)
        with processing(received, self._actor, cause_here) as cause, work.attempt():
            await work.apply(envelope)
            for subscription in self._subscriptions.get(envelope.event.type, ()):
                await subscription.reaction(work, envelope, cause)
