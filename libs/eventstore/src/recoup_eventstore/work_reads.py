"""What a unit of work reads: the accounts it owns, histories, documents, each read once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.errors import MoreAccounts, StreamConflict, UnlockedAccount
from recoup_eventstore.pending_changes import Folded, PendingChanges
from recoup_eventstore.ports import DocumentKey, StoreTransaction

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)
D = TypeVar("D", bound=Value)


class WorkReads:
    """States and documents as of now, this unit's own events included."""

    def __init__(self, transaction: StoreTransaction, also: Collection[Account]) -> None:
        self.transaction = transaction
        self._also = frozenset(also)
        self._locked: set[Account] = set()
        self._histories: dict[Stream, list[Envelope[Event]]] = {}
        self._folded: dict[Stream, Folded] = {}
        self._located: dict[Stream, Stream | None] = {}
        self._stored: dict[DocumentKey, str | None] = {}
        self._pending = PendingChanges()

    async def lock(self, accounts: Iterable[Account], reading: Iterable[Stream] = ()) -> None:
        """Own these accounts; the first thing a unit of work does, and done once.

        The histories of ``reading`` come with the locks; what was read without them is forgotten.
        """
        streams = set(reading)
        self._locked = {*accounts, *self._also}
        self._histories.clear()
        self._folded.clear()
        self._located.clear()
        self._stored.clear()
        self._keep(streams, await self.transaction.lock(self._locked, streams))

    async def own(self, decider: Decider[C, S, F], tenant: TenantId, id: str) -> Stream:
        """``find`` a stream and ``lock`` its account, both at once."""
        if self._also:
            stream = await self._find(decider, tenant, id, lock=False)
            await self.lock([stream.account], reading=[stream])
            return stream
        stream = await self._find(decider, tenant, id, lock=True)
        self._locked = {stream.account}
        return stream

    def own_also(self, accounts: Iterable[Account]) -> None:
        """Go on as the owner of these accounts, too.

        Locks are taken all at once, so where one is missing the decision starts over with it
        (ADR-0025). What it has read of that account so far, it then reads again.
        """
        missing = set(accounts) - self._locked
        if missing and not self._locked:
            raise UnlockedAccount(f"{missing} must be locked before anything is decided")
        if missing:
            raise MoreAccounts(missing)

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

    async def locate(
        self, decider: Decider[C, S, F], tenant: TenantId, ids: Iterable[str]
    ) -> Mapping[str, Stream]:
        """Those of these things that exist, whatever their accounts, read in one round trip."""
        asked = {Stream(Account(tenant, ""), decider.category, id) for id in ids}
        unknown = asked - self._located.keys()
        if unknown:
            found = await self.transaction.read(unknown)
            streams = {envelope.stream.id: envelope.stream for envelope in found}
            self._keep(streams.values(), found)
            self._located |= {stream: streams.get(stream.id) for stream in unknown}
        located = {stream.id: self._located[stream] for stream in asked}
        return {id: stream for id, stream in located.items() if stream is not None}

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
        for stream in streams:
            self._folded.pop(stream, None)
        asked = {(stream.account.tenant, stream.name): stream for stream in streams}
        for envelope in found:
            self._histories[asked[envelope.tenant, envelope.stream.name]].append(envelope)

    async def exists(self, stream: Stream) -> bool:
        """Whether the stream's name is taken, be it by another account."""
        return bool(await self._history(stream))

    async def _history(self, stream: Stream) -> Sequence[Envelope[Event]]:
        if stream not in self._histories:
            await self.preload(streams=[stream])
        return self._histories[stream]

    async def load(self, decider: Decider[C, S, F], stream: Stream) -> Folded:
        """The stream's present state and version, this unit's own events included."""
        known = self._pending.folded.get(stream) or self._folded.get(stream)
        if known is not None:
            return known
        folded = _fold(decider, await self._history(stream))
        if folded.last is not None and folded.last.stream != stream:
            raise StreamConflict(f"{stream.name} belongs to another account")
        self._folded[stream] = folded
        return folded

    async def load_at(self, decider: Decider[C, S, F], stream: Stream, version: int) -> Folded:
        """The stream as it stood at an earlier version."""
        history = await self._history(stream)
        return _fold(decider, [each for each in history if each.version <= version])

    async def state(self, decider: Decider[C, S, F], stream: Stream) -> S:
        """The stream's present state."""
        return cast(S, (await self.load(decider, stream)).state)

    async def last(self, stream: Stream) -> Envelope[Event]:
        """The latest event of an existing stream, this unit's own included."""
        folded = self._pending.folded.get(stream)
        if folded is not None and folded.last is not None:
            return folded.last
        return (await self._history(stream))[-1]

    async def document(self, view: View[D], account: Account, id: str) -> D:
        """A view's document as of now, this unit's own events included."""
        key = DocumentKey(account, view.name, id)
        if key not in self._stored:
            await self.preload(documents=[key])
        return self._known(view, key)

    async def listed(
        self, view: View[D], account: Account, *, within: str = "", limit: int | None = None
    ) -> Mapping[str, D]:
        """The first documents whose place begins with ``within``, by id and in order."""
        listed = await self.listed_of(view, [account], within=within, limit=limit)
        return {key.id: document for key, document in listed.items()}

    async def listed_of(
        self,
        view: View[D],
        accounts: Collection[Account],
        *,
        within: str = "",
        limit: int | None = None,
    ) -> Mapping[DocumentKey, D]:
        """The same of several accounts of a tenant, in one order.

        This unit's own events are included: it asks for so many more as it may have removed.
        """
        mine = {
            key: evolved
            for key, evolved in self._pending.documents.items()
            if key.view == view.name and key.account in accounts
        }
        most = None if limit is None else limit + len(mine)
        stored = await self.transaction.list_documents(accounts, view.name, within, most)
        self._stored |= stored
        found = [
            (evolved.place, key.id, key)
            for key, evolved in mine.items()
            if evolved.place is not None and evolved.place.startswith(within)
        ]
        others = [key for key in stored if key not in mine]
        found += [(view.place(self._known(view, key)) or "", key.id, key) for key in others]
        return {key: self._known(view, key) for _, _, key in sorted(found)[:limit]}

    def _known(self, view: View[D], key: DocumentKey) -> D:
        pending = self._pending.documents.get(key)
        if pending is not None:
            return cast(D, pending.document)
        return self._before(view, key)

    def _before(self, view: View[D], key: DocumentKey) -> D:
        """As it was before this unit of work."""
        stored, empty = self._stored[key], view.empty(key.id)
        return empty if stored is None else type(empty).model_validate_json(stored)


def _fold(decider: Decider[C, S, F], history: Sequence[Envelope[Event]]) -> Folded:
    state, last = decider.initial, None
    for last in history:
        state = decider.evolve(state, cast(F, last.event))
    return Folded(state, len(history), history[0] if history else None, last)
