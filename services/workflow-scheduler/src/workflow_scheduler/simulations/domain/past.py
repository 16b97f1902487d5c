"""What is known of one customer's past: what was received, and what was decided, in their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_eventstore.decider import Decider

Place = tuple[int, int, int]
"""Generation, transaction and position: what was written later has the larger one, within an account."""


class Received(NamedTuple):
    """An event of another service, as it was handled here."""

    place: Place
    at: datetime
    """When it was handled, which is what every decision calls now."""
    envelope: Envelope[Event]


class Recorded(NamedTuple):
    """An own event."""

    place: Place
    envelope: Envelope[Event]


class Broken(NamedTuple):
    """An event that cannot be read any more; the replay goes on without it."""

    id: UUID
    type: str
    problem: str


@dataclass(frozen=True, slots=True)
class Past:
    """One customer's."""

    account: Account
    received: Sequence[Received] = ()
    recorded: Sequence[Recorded] = ()
    broken: Sequence[Broken] = ()


class Intervened(NamedTuple):
    """Own events of one request: what a person asked for, and what followed from it."""

    place: Place
    at: datetime
    envelopes: Sequence[Envelope[Event]]


class Fired(NamedTuple):
    """A moment that came, late or not, as it was answered then."""

    place: Place
    at: datetime
    stream: Stream
    name: str
    due_at: datetime


Turn = Received | Intervened | Fired
"""What the past did to an account, one transaction's part after the other."""


@dataclass(slots=True)
class _Folding:
    """The states of streams with timers, as far as they have been lived through."""

    deciders: Mapping[str, Decider[Any, Any, Any]]
    states: dict[Stream, Any] = field(default_factory=dict)

    def evolve(self, envelope: Envelope[Event]) -> None:
        decider = self.deciders.get(envelope.stream.category)
        if decider is not None:
            before = self.states.get(envelope.stream, decider.initial)
            self.states[envelope.stream] = decider.evolve(before, envelope.event)

    def soonest(self, stream: Stream, at: datetime) -> tuple[datetime, str] | None:
        """Which of its timers can have fired by then."""
        decider = self.deciders.get(stream.category)
        if decider is None or stream not in self.states:
            return None
        wanted = decider.timers(self.states[stream])
        return min(((due, name) for name, due in wanted.items() if due <= at), default=None)


def turns_of(past: Past, deciders: Mapping[str, Decider[Any, Any, Any]]) -> Sequence[Turn]:
    """The past as turns, in order: an own event belongs to what caused it."""
    received = {each.envelope.id for each in past.received}
    found: list[Turn] = [*past.received]
    streams: dict[UUID, Stream] = {}
    folding = _Folding(deciders)
    for group in _groups(past.recorded):
        place, first = group[0]
        causation = first.cause.causation_id
        if causation not in received:
            woken = None if causation is None else streams.get(causation)
            fired = None if woken is None else folding.soonest(woken, first.cause.at)
            if woken is None or fired is None:
                envelopes = [each.envelope for each in group]
                found.append(Intervened(place, first.cause.at, envelopes))
            else:
                due_at, name = fired
                found.append(Fired(place, first.cause.at, woken, name, due_at))
        for _, envelope in group:
            streams[envelope.id] = envelope.stream
            folding.evolve(envelope)
    return sorted(found, key=place_of)


def place_of(each: Turn | Recorded) -> Place:
    """What sorts them."""
    return each.place


def _groups(recorded: Iterable[Recorded]) -> Iterator[Sequence[Recorded]]:
    """Own events of one cause in one transaction."""
    group: list[Recorded] = []
    for each in recorded:
        if group and _origin(group[0]) != _origin(each):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _origin(each: Recorded) -> tuple[object, ...]:
    cause = each.envelope.cause
    return (each.place[:2], cause.at, cause.actor, cause.correlation_id, cause.causation_id)
