"""The shape of every decision and of everything folded from events; pure, so the domain may use it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)
D = TypeVar("D", bound=Value)


def _nowhere(_document: Any) -> None:
    """Documents of this view are read by their ids alone."""


def _no_timers(_state: Any) -> Mapping[str, datetime]:
    return {}


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, S, F]):
    """One kind of stream: what may be decided about it and what its events add up to."""

    category: str
    initial: S
    decide: Callable[[C, S], Sequence[F]]
    """Lists the events a command causes; raises ``Refused`` and never changes anything."""
    evolve: Callable[[S, F], S]
    """Folds one event; an event has happened and is never refused."""
    timers: Callable[[S], Mapping[str, datetime]] = _no_timers
    """The named moments this state wants to be woken at; the store keeps exactly these."""

    def stream(self, tenant: TenantId, key: str, id: str) -> Stream:
        """The stream of the thing ``id``, which belongs to the account ``key``."""
        return Stream(Account(tenant, key), self.category, id)


@dataclass(frozen=True, slots=True)
class View(Generic[D]):
    """A small document per account and thing, folded from events said here or received from others.

    It is read and written in the transaction of the decision, so it is never behind. A document
    that held many things would be written anew with each of them; what is to be found among many
    has a ``place`` instead (ADR-0009).
    """

    name: str
    initial: D
    documents: Callable[[Event], Sequence[str]]
    """The ids of the documents this event changes; empty for events the view does not know."""
    evolve: Callable[[D, Envelope[Event]], D]
    subscribes: Collection[type[Event]] = ()
    """The events of other services it follows; the consumer drops what nobody receives unread."""
    place: Callable[[D], str | None] = _nowhere
    """Where a document stands among those that are listed, as text that sorts; ``None``: not there."""
    sums: "Sum[D] | None" = None
    """What it keeps of another view's documents, in the one document of each account."""
    own_id: str | None = None
    """The field in which a document keeps its own id, where an event changes each in its own way."""

    def empty(self, id: str) -> D:
        """The document of this id before any event."""
        if self.own_id is None:
            return self.initial
        return self.initial.model_copy(update={self.own_id: id})


@dataclass(frozen=True, slots=True)
class Sum(Generic[D]):
    """What many documents of a view add up to in their account, kept as they change.

    The document it is kept in has the account's key as its id, so that it is read with the others
    (ADR-0031).
    """

    of: View[Any]
    add: Callable[[D, Any, Any], D]
    """Changes the sum by what a document was before an event and is after it."""
