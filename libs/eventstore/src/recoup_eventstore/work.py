"""The one load, fold, decide, append loop; API commands, received events and timers all go through it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Command, Event
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.pending_changes import Evolved, Folded, PendingChanges
from recoup_eventstore.ports import DocumentKey, DueTimer, Remembered, StoreTransaction, TimerKey
from recoup_eventstore.sizes import encoded
from recoup_eventstore.work_reads import WorkReads

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)


Follower = Callable[["UnitOfWork", Envelope[Any], Cause], Awaitable[None]]
"""What one of the service's own events leads to, in the unit of work that records it."""
Followers = Mapping[type[Event], Sequence[Follower]]


class UnitOfWork(WorkReads):
    """Everything one transaction reads and decides, written in one statement at its end.

    Nothing is written before ``flush``, so ``attempt`` can forget one message without a round trip.
    """

    def __init__(
        self,
        transaction: StoreTransaction,
        views: Sequence[View[Any]],
        new_id: Callable[[], UUID],
        followers: Followers,
        also: Collection[Account] = (),
    ) -> None:
        super().__init__(transaction, also)
        self._views = views
        self._new_id = new_id
        self._followers = followers

    async def take(self, timers: Sequence[DueTimer]) -> Sequence[DueTimer]:
        """Remove those timers that still stand as given; what is decided may set them anew."""
        taken = await self.transaction.take_timers(timers)
        self._pending.taken.update(timer.key for timer in taken)
        return taken

    async def execute(
        self, decider: Decider[C, S, F], stream: Stream, command: C, cause: Cause
    ) -> Sequence[Envelope[F]]:
        """Decide, fold, and keep what follows; passes on what ``decide`` refuses with."""
        if stream.account not in self._locked:
            self.own_also([stream.account])
        before = await self.load(decider, stream)
        state = cast(S, before.state)
        recorded: list[Envelope[F]] = []
        for event in decider.decide(command, state):
            state = decider.evolve(state, event)
            version = before.version + len(recorded) + 1
            new = Envelope(self._new_id(), stream, version, cause, event)
            self._pending.encoded[new.id] = encoded(new)
            recorded.append(new)
        if recorded:
            first, last = before.first or recorded[0], recorded[-1]
            self._pending.folded[stream] = Folded(state, last.version, first, last)
            self._pending.events.extend(recorded)
            self._reset_timers(stream, decider.timers(before.state), decider.timers(state))
            await self.apply(*recorded)
            for new in recorded:
                for follow in self._followers.get(type(new.event), ()):
                    await follow(self, new, cause)
        return recorded

    def _reset_timers(self, stream: Stream, old: Any, new: Any) -> None:
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                self._pending.timers[TimerKey(stream, name)] = new.get(name)

    async def foresee(self, received: Iterable[Envelope[Event]]) -> None:
        """Read at once all documents that telling these events will change."""
        concerned = map(self._concerned, received)
        await self.preload(documents=(key for documents in concerned for _, key in documents))

    def _concerned(self, envelope: Envelope[Event]) -> list[tuple[View[Any], DocumentKey]]:
        account, event = envelope.stream.account, envelope.event
        return [
            (view, DocumentKey(account, view.name, id))
            for view in self._views
            for id in view.documents(event)
        ]

    async def apply(self, *events: Envelope[Event]) -> None:
        """Fold events, own or received, into every view that knows them."""
        concerned = [
            (envelope, view, key) for envelope in events for view, key in self._concerned(envelope)
        ]
        unseen = [key for _, _, key in concerned if key not in self._stored]
        if unseen:
            await self.preload(documents=unseen)
        for envelope, view, key in concerned:
            document = view.evolve(self._known(view, key), envelope)
            self._pending.documents[key] = Evolved(document, view.place(document))

    def attempt(self) -> AbstractContextManager[None]:
        """Forget everything decided inside when the block raises; what was before stays."""
        return self._pending.attempt()

    def remember(self, answer: Remembered) -> None:
        """Keep an answer with what it is the answer to."""
        self._pending.answer = answer

    async def flush(self) -> Collection[Envelope[Event]]:
        """Write everything kept; says which events were recorded."""
        pending, self._pending = self._pending, PendingChanges()
        await self.transaction.write(pending.changes())
        return pending.events
