"""The one load, fold, decide, append loop; API commands, heard facts and timers all go through it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from uuid import UUID

from recoup_events.base import Command, Fact, Value
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_events.ids import TenantId
from recoup_events.refusals import Missing
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.errors import StreamConflict, UnlockedAccount
from recoup_eventstore.pending import Folded, Pending
from recoup_eventstore.ports import DocumentKey, StoreTransaction, TimerKey

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Fact)
D = TypeVar("D", bound=Value)


class UnitOfWork:
    """Everything one transaction reads and decides, written in a few statements at its end.

    What is decided is kept aside until ``flush``, so ``attempt`` can forget one message's
    effects without a round trip.
    """

    def __init__(
        self,
        transaction: StoreTransaction,
        views: Sequence[View[Any]],
        new_id: Callable[[], UUID],
    ) -> None:
        self.transaction = transaction
        self._views = views
        self._new_id = new_id
        self._locked: set[Account] = set()
        self._histories: dict[Stream, list[Envelope[Fact]]] = {}
        self._stored: dict[DocumentKey, str | None] = {}
        self._pending = Pending()

    async def lock(self, accounts: Iterable[Account]) -> None:
        """Own these accounts; the first thing a unit of work does, and done once."""
        self._locked = set(accounts)
        await self.transaction.lock(self._locked)

    async def preload(
        self, streams: Iterable[Stream] = (), documents: Iterable[DocumentKey] = ()
    ) -> None:
        """Read many histories and documents at once, so that using them costs no round trip."""
        unread = {stream for stream in streams if stream not in self._histories}
        if unread:
            self._histories |= {stream: [] for stream in unread}
            for envelope in await self.transaction.read(unread):
                if envelope.stream not in unread:
                    raise StreamConflict(f"{envelope.stream.name} belongs to another account")
                self._histories[envelope.stream].append(envelope)
        unseen = {key for key in documents if key not in self._stored}
        if unseen:
            found = await self.transaction.read_documents(unseen)
            self._stored |= {key: found.get(key) for key in unseen}

    async def find(self, decider: Decider[C, S, F], tenant: TenantId, id: str) -> Stream:
        """The existing stream of the thing ``id``; raises ``Missing`` when there is none."""
        account = await self.transaction.account_of(tenant, f"{decider.category}-{id}")
        if account is None:
            raise Missing(
                f"there is no {decider.category} {id}; check the id, and the API key's tenant"
            )
        return Stream(account, decider.category, id)

    async def load(self, decider: Decider[C, S, F], stream: Stream) -> Folded:
        """The stream's present state and version, this unit's own facts included."""
        folded = self._pending.folded.get(stream)
        if folded is not None:
            return folded
        await self.preload(streams=[stream])
        state, history = decider.initial, self._histories[stream]
        for envelope in history:
            state = decider.evolve(state, cast(F, envelope.fact))
        return Folded(state, len(history))

    async def state(self, decider: Decider[C, S, F], stream: Stream) -> S:
        """The stream's present state."""
        return cast(S, (await self.load(decider, stream)).state)

    async def last(self, stream: Stream) -> Envelope[Fact]:
        """The latest fact of an existing stream, this unit's own included."""
        await self.preload(streams=[stream])
        said = (fact for fact in reversed(self._pending.facts) if fact.stream == stream)
        return next(said, None) or self._histories[stream][-1]

    async def execute(
        self, decider: Decider[C, S, F], stream: Stream, command: C, cause: Cause
    ) -> Sequence[Envelope[F]]:
        """Decide, fold, and keep what follows; passes on what ``decide`` refuses with."""
        if stream.account not in self._locked:
            raise UnlockedAccount(f"{stream.account} must be locked before anything is decided")
        before = await self.load(decider, stream)
        state = cast(S, before.state)
        said: list[Envelope[F]] = []
        for fact in decider.decide(command, state):
            state = decider.evolve(state, fact)
            version = before.version + len(said) + 1
            said.append(Envelope(self._new_id(), stream, version, cause, fact))
        self._pending.folded[stream] = Folded(state, before.version + len(said))
        if said:
            self._pending.facts.extend(said)
            self._reset_timers(stream, decider.timers(before.state), decider.timers(state))
            for envelope in said:
                await self.tell(envelope)
        return said

    def _reset_timers(self, stream: Stream, old: Any, new: Any) -> None:
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                self._pending.timers[TimerKey(stream, name)] = new.get(name)

    def concerned(self, account: Account, fact: Fact) -> list[DocumentKey]:
        """The documents a fact would change, to be preloaded."""
        return [
            DocumentKey(account, view.name, id)
            for view in self._views
            for id in view.documents(fact)
        ]

    async def tell(self, envelope: Envelope[Fact]) -> None:
        """Fold a fact, own or heard, into every view that knows it."""
        for view in self._views:
            for id in view.documents(envelope.fact):
                document = await self.document(view, envelope.account, id)
                key = DocumentKey(envelope.account, view.name, id)
                self._pending.documents[key] = view.evolve(document, envelope)

    async def document(self, view: View[D], account: Account, id: str) -> D:
        """A view's document as of now, this unit's own facts included."""
        key = DocumentKey(account, view.name, id)
        pending = self._pending.documents.get(key)
        if pending is not None:
            return cast(D, pending)
        await self.preload(documents=[key])
        stored = self._stored[key]
        return view.initial if stored is None else type(view.initial).model_validate_json(stored)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Forget everything decided inside when the block raises; what was before stays."""
        with self._pending.attempt():
            yield

    async def flush(self) -> Collection[Envelope[Fact]]:
        """Write everything kept; says which facts were recorded."""
        pending, self._pending = self._pending, Pending()
        if pending.facts:
            await self.transaction.append(pending.facts)
        if pending.timers:
            await self.transaction.set_timers(dict(pending.timers))
        if pending.documents:
            await self.transaction.write_documents(
                {key: document.model_dump_json() for key, document in pending.documents.items()}
            )
        return pending.facts
