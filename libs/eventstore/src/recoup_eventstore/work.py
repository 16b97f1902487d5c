"""The one load, fold, decide, append loop; API commands, received events and timers all go through it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.errors import StreamConflict, UnlockedAccount
from recoup_eventstore.pending_changes import Evolved, Folded, PendingChanges
from recoup_eventstore.ports import DocumentKey, DueTimer, Remembered, StoreTransaction, TimerKey
from recoup_eventstore.sizes import encoded

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)
D = TypeVar("D", bound=Value)


Follower = Callable[["UnitOfWork", Envelope[Any], Cause], Awaitable[None]]
"""What one of the service's own events leads to, in the unit of work that records it."""
Followers = Mapping[type[Event], Sequence[Follower]]


class UnitOfWork:
    """Everything one transaction reads and decides, written in one statement at its end.

    Nothing is written before ``flush``, so ``attempt`` can forget one message without a round trip.
    """

    def __init__(
        self,
        transaction: StoreTransaction,
        views: Sequence[View[Any]],
        new_id: Callable[[], UUID],
        followers: Followers,
    ) -> None:
        self.transaction = transaction
        self._views = views
        self._new_id = new_id
        self._followers = followers
        self._locked: set[Account] = set()
        self._histories: dict[Stream, list[Envelope[Event]]] = {}
        self._stored: dict[DocumentKey, str | None] = {}
        self._pending = PendingChanges()

    async def lock(self, accounts: Iterable[Account], reading: Iterable[Stream] = ()) -> None:
        """Own these accounts; the first thing a unit of work does, and done once.

        The histories of ``reading`` come with the locks; what was read without them is forgotten.
        """
        streams = set(reading)
        self._locked = set(accounts)
        self._histories.clear()
        self._stored.clear()
        self._keep(streams, await self.transaction.lock(self._locked, streams))

    async def own(self, decider: Decider[C, S, F], tenant: TenantId, id: str) -> Stream:
        """``find`` a stream and ``lock`` its account, both at once."""
        stream = await self._find(decider, tenant, id, lock=True)
        self._locked = {stream.account}
        return stream

    async def find(self, decider: Decider[C, S, F], tenant: TenantId, id: str) -> Stream:
        """The existing stream of the thing ``id``; raises ``Missing`` when there is none."""
        return await self._find(decider, tenant, id, lock=False)

    async def _find(
        self, decider: Decider[C, S, F], tenant: TenantId, id: str, *, lock: bool
    ) -> Stream:
        history = await self.transaction.find(tenant, f"{decider.category}-{id}", lock=lock)
        if not history:
            raise Missing(
                f"There is no {decider.category} {id}; check the id, and the API key's tenant."
            )
        stream = history[0].stream
        self._keep([stream], history)
        return stream

    async def preload(
        self, streams: Iterable[Stream] = (), documents: Iterable[DocumentKey] = ()
    ) -> None:
        """Read many histories and documents at once, so that using them costs no round trip."""
        unread = {stream for stream in streams if stream not in self._histories}
        if unread:
            self._keep(unread, await self.transaction.read(unread))
        unseen = {key for key in documents if key not in self._stored}
        if unseen:
            found = await self.transaction.read_documents(unseen)
            self._stored |= {key: found.get(key) for key in unseen}

    def _keep(self, streams: Collection[Stream], found: Iterable[Envelope[Event]]) -> None:
        """Under the streams that were asked for; a name may belong to another account by now."""
        self._histories |= {stream: [] for stream in streams}
        asked = {(stream.account.tenant, stream.name): stream for stream in streams}
        for envelope in found:
            self._histories[asked[envelope.tenant, envelope.stream.name]].append(envelope)

    async def take(self, timers: Sequence[DueTimer]) -> Sequence[DueTimer]:
        """Remove those timers that still stand as given; what is decided may set them anew."""
        taken = await self.transaction.take_timers(timers)
        self._pending.taken.update(timer.key for timer in taken)
        return taken

    async def exists(self, stream: Stream) -> bool:
        """Whether the stream's name is taken, be it by another account."""
        return bool(await self._history(stream))

    async def _history(self, stream: Stream) -> Sequence[Envelope[Event]]:
        if stream not in self._histories:
            await self.preload(streams=[stream])
        return self._histories[stream]

    async def load(self, decider: Decider[C, S, F], stream: Stream) -> Folded:
        """The stream's present state and version, this unit's own events included."""
        folded = self._pending.folded.get(stream)
        if folded is not None:
            return folded
        state, last = decider.initial, None
        history = await self._history(stream)
        for last in history:
            state = decider.evolve(state, cast(F, last.event))
        if last is not None and last.stream != stream:
            raise StreamConflict(f"{stream.name} belongs to another account")
        return Folded(state, len(history), last)

    async def state(self, decider: Decider[C, S, F], stream: Stream) -> S:
        """The stream's present state."""
        return cast(S, (await self.load(decider, stream)).state)

    async def last(self, stream: Stream) -> Envelope[Event]:
        """The latest event of an existing stream, this unit's own included."""
        folded = self._pending.folded.get(stream)
        if folded is not None and folded.last is not None:
            return folded.last
        return (await self._history(stream))[-1]

    async def execute(
        self, decider: Decider[C, S, F], stream: Stream, command: C, cause: Cause
    ) -> Sequence[Envelope[F]]:
        """Decide, fold, and keep what follows; passes on what ``decide`` refuses with."""
        if stream.account not in self._locked:
            raise UnlockedAccount(f"{stream.account} must be locked before anything is decided")
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
            self._pending.folded[stream] = Folded(state, recorded[-1].version, recorded[-1])
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

    async def document(self, view: View[D], account: Account, id: str) -> D:
        """A view's document as of now, this unit's own events included."""
        key = DocumentKey(account, view.name, id)
        if key not in self._stored:
            await self.preload(documents=[key])
        return self._known(view, key)

    async def listed(
        self, view: View[D], account: Account, *, within: str = "", limit: int | None = None
    ) -> Mapping[str, D]:
        """The first documents whose place begins with ``within``, by id and in order.

        This unit's own events are included: it asks for so many more as it may have removed.
        """
        mine = {
            key.id: evolved
            for key, evolved in self._pending.documents.items()
            if (key.account, key.view) == (account, view.name)
        }
        most = None if limit is None else limit + len(mine)
        stored = await self.transaction.list_documents(account, view.name, within, most)
        self._stored |= {DocumentKey(account, view.name, id): text for id, text in stored.items()}
        found = [
            (evolved.place, id)
            for id, evolved in mine.items()
            if evolved.place is not None and evolved.place.startswith(within)
        ]
        known = {id: self._known(view, DocumentKey(account, view.name, id)) for id in stored}
        found += [(view.place(known[id]) or "", id) for id in stored if id not in mine]
        return {
            id: self._known(view, DocumentKey(account, view.name, id))
            for _, id in sorted(found)[:limit]
        }

    def _known(self, view: View[D], key: DocumentKey) -> D:
        pending = self._pending.documents.get(key)
        if pending is not None:
            return cast(D, pending.document)
        stored = self._stored[key]
        return view.initial if stored is None else type(view.initial).model_validate_json(stored)

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
