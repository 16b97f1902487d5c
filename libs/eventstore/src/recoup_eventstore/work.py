"""The one load, fold, decide, append loop; API commands, received events and timers all go through it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.pending_changes import Evolved, Folded, PendingChanges
from recoup_eventstore.ports import (
    Changes,
    DocumentKey,
    DueTimer,
    Remembered,
    StoreTransaction,
    TimerKey,
)
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.sizes import encoded
from recoup_eventstore.work_reads import WorkReads

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)


Follower = Callable[["UnitOfWork", Envelope[Any], Cause], Awaitable[None]]
"""What one of the service's own events leads to, in the unit of work that records it."""
Followers = Mapping[type[Event], Sequence[Follower]]


class Changed(NamedTuple):
    """A view's document of an account whose own events changed it, before and after all of them."""

    account: Account
    before: Any
    after: Any
    cause: Cause
    """Of the last event of the account."""


Conclusion = Callable[["UnitOfWork", Sequence[Changed]], Awaitable[None]]
"""What follows, once for each account, when everything of a unit of work is decided; never refused."""
Conclusions = Sequence[tuple[View[Any], Conclusion]]


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
        conclusions: Conclusions,
        also: Collection[Account] = (),
    ) -> None:
        super().__init__(transaction, also)
        self._views = views
        self._new_id = new_id
        self._followers = followers
        self._conclusions = conclusions

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
            recorded.append(self._enveloped(stream, version, cause, event))
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

    def _enveloped(self, stream: Stream, version: int, cause: Cause, event: F) -> Envelope[F]:
        """With an id of its own; raises ``EventTooLarge`` for what subscribers could not read."""
        new = Envelope(self._new_id(), stream, version, cause, event)
        self._pending.encoded[new.id] = encoded(new)
        return new

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
        await self.preload(documents=(key for _, _, key in concerned))
        for envelope, view, key in concerned:
            before = self._known(view, key)
            document = view.evolve(before, envelope)
            if document is before:
                continue  # nothing of it changed: it was only to be read with the others
            self._pending.documents[key] = Evolved(document, view.place(document))
            self._add_up(view, key.account, before, document)

    async def preload(
        self, streams: Iterable[Stream] = (), documents: Iterable[DocumentKey] = ()
    ) -> None:
        """The sums that changing these documents will change come with them."""
        keys = set(documents)
        keys |= {_sum_of(key.account, each) for key in keys for each in self._sums_of(key.view)}
        await super().preload(streams, keys)

    def _sums_of(self, name: str) -> Iterable[View[Any]]:
        return (each for each in self._views if each.sums is not None and each.sums.of.name == name)

    def _add_up(self, view: View[Any], account: Account, before: Value, after: Value) -> None:
        for each in self._sums_of(view.name):
            assert each.sums is not None
            key = _sum_of(account, each)
            known = self._known(each, key)
            total = each.sums.add(known, before, after)
            if total != known:
                self._pending.documents[key] = Evolved(total, each.place(total))

    def attempt(self) -> AbstractContextManager[None]:
        """Forget everything decided inside when the block raises; what was before stays."""
        return self._pending.attempt()

    def keep(self, *rows: RowWrite) -> None:
        """Write rows of the service's own tables with what is decided."""
        self._pending.rows.extend(rows)

    def remember(self, answer: Remembered) -> None:
        """Keep an answer with what it is the answer to."""
        self._pending.answer = answer

    async def _conclude(self) -> None:
        causes = {envelope.account: envelope.cause for envelope in self._pending.events}
        for view, conclude in self._conclusions:
            changed = [
                Changed(key.account, self._before(view, key), evolved.document, causes[key.account])
                for key, evolved in self._pending.documents.items()
                if key.view == view.name and key.account in causes
            ]
            if changed:
                await conclude(self, changed)

    async def flush(self) -> Changes:
        """Write everything kept; says what that was."""
        await self._conclude()
        pending, self._pending = self._pending, PendingChanges()
        changes = pending.changes()
        await self.transaction.write(changes)
        return changes


def _sum_of(account: Account, view: View[Any]) -> DocumentKey:
    return DocumentKey(account, view.name, account.key)
