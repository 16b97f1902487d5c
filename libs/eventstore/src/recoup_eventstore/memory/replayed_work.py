"""A unit of work that never ends: one account lived through once more, in memory, from its events."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from heapq import heappop, heappush
from typing import Any, TypeVar, cast
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.pending_changes import Evolved, Folded, PendingChanges
from recoup_eventstore.ports import DocumentKey, DueTimer, TimerKey
from recoup_eventstore.work import Conclusions, Followers, UnitOfWork

C = TypeVar("C", bound=Command)
S = TypeVar("S")
F = TypeVar("F", bound=Event)
D = TypeVar("D", bound=Value)
_UNREAD = ""
"""Stands for the JSON of a document that is kept as it is."""


class _Nowhere:
    """What a replay reads and has not lived through is not there."""

    def __init__(self) -> None:
        self.placed: dict[str, dict[DocumentKey, str]] = {}

    async def read(self, _streams: Collection[Stream]) -> Sequence[Envelope[Event]]:
        return []

    async def find(
        self, _tenant: TenantId, _stream_name: str, *, lock: bool = False
    ) -> Sequence[Envelope[Event]]:
        return []

    async def read_documents(self, _keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        return {}

    async def list_documents(
        self, accounts: Collection[Account], view: str, within: str, limit: int | None
    ) -> Mapping[DocumentKey, str]:
        found = sorted(
            (place, key.id, key)
            for key, place in self.placed.get(view, {}).items()
            if key.account in accounts and place.startswith(within)
        )
        return {key: _UNREAD for _, _, key in found[:limit]}


class ReplayedWork(UnitOfWork):
    """Decides as every unit of work does; states and documents stay as they are between the turns.

    Nothing is written, published or measured for its size. ``turned`` ends what would be a
    transaction and gives its events; ``due`` gives the timers that wait.
    """

    def __init__(
        self,
        account: Account,
        views: Sequence[View[Any]],
        new_id: Callable[[], UUID],
        followers: Followers,
        conclusions: Conclusions = (),
        deciders: Mapping[str, Decider[Any, Any, Any]] | None = None,
    ) -> None:
        self._kept: dict[DocumentKey, Evolved] = {}
        self._nowhere = _Nowhere()
        super().__init__(cast(Any, self._nowhere), views, new_id, followers, conclusions)
        self.account = account
        self._locked = {account}
        self._deciders = dict(deciders or {})
        self._waiting: list[tuple[datetime, str, str, TimerKey]] = []
        self._timers: dict[TimerKey, datetime] = {}

    def adopt(self, *recorded: Envelope[Event]) -> None:
        """Take these own events as they were recorded; nothing follows from them."""
        for envelope in recorded:
            stream = envelope.stream
            decider = self._deciders.get(stream.category)
            if decider is None:
                self._histories.setdefault(stream, []).append(envelope)
                continue
            before = self._as_adopted(decider, stream)
            state = decider.evolve(before.state, envelope.event)
            self._reset_timers(stream, decider.timers(before.state), decider.timers(state))
            first = before.first or envelope
            self._folded[stream] = Folded(state, before.version + 1, first, envelope)

    def _as_adopted(self, decider: Decider[Any, Any, Any], stream: Stream) -> Folded:
        known = self._folded.get(stream)
        if known is not None:
            return known
        history = self._histories.setdefault(stream, [])
        state = reduce(decider.evolve, (each.event for each in history), decider.initial)
        first, last = (history[0], history[-1]) if history else (None, None)
        return Folded(state, len(history), first, last)

    def version(self, stream: Stream) -> int:
        """How many events it has."""
        folded = self._pending.folded.get(stream) or self._folded.get(stream)
        return len(self._histories.get(stream, ())) if folded is None else folded.version

    async def load(self, decider: Decider[C, S, F], stream: Stream) -> Folded:
        self._deciders[decider.category] = decider
        return await super().load(decider, stream)

    async def last(self, stream: Stream) -> Envelope[Event]:
        folded = self._pending.folded.get(stream) or self._folded.get(stream)
        if folded is not None and folded.last is not None:
            return folded.last
        return (await self._history(stream))[-1]

    async def exists(self, stream: Stream) -> bool:
        folded = self._pending.folded.get(stream) or self._folded.get(stream)
        return bool(folded.version) if folded is not None else await super().exists(stream)

    def own_also(self, accounts: Iterable[Account]) -> None:
        """Nobody else is there who might hold them."""
        self._locked.update(accounts)

    def _enveloped(self, stream: Stream, version: int, cause: Cause, event: F) -> Envelope[F]:
        return Envelope(self._new_id(), stream, version, cause, event)

    def _reset_timers(self, stream: Stream, old: Any, new: Any) -> None:
        for name in old.keys() | new.keys():
            moment = new.get(name)
            if old.get(name) == moment:
                continue
            key = TimerKey(stream, name)
            self._pending.timers[key] = moment
            if moment is not None:
                heappush(self._waiting, (moment, stream.name, name, key))

    def _before(self, view: View[D], key: DocumentKey) -> D:
        kept = self._kept.get(key)
        return view.empty(key.id) if kept is None else cast(D, kept.document)

    def due(self, but: Container[tuple[TimerKey, datetime]] = ()) -> DueTimer | None:
        """The timer that comes first, but those that come in another way."""
        while self._waiting:
            moment, _, _, key = self._waiting[0]
            if self._timers.get(key) == moment and (key, moment) not in but:
                return DueTimer(moment, key)
            heappop(self._waiting)
        return None

    def stands(self, timer: DueTimer) -> bool:
        """Whether it was neither moved nor cancelled nor taken."""
        return self._timers.get(timer.key) == timer.due_at

    def taken(self, timer: DueTimer) -> None:
        """It fires now."""
        self._timers.pop(timer.key, None)

    async def turned(self) -> Sequence[Envelope[Event]]:
        """Keep what this turn has decided; the events it recorded."""
        if self._conclusions:
            await self._conclude()
        pending, self._pending = self._pending, PendingChanges()
        self._folded |= pending.folded
        for key, moment in pending.timers.items():
            if moment is None:
                self._timers.pop(key, None)
            else:
                self._timers[key] = moment
        for document_key, evolved in pending.documents.items():
            self._kept[document_key] = evolved
            placed = self._nowhere.placed.setdefault(document_key.view, {})
            if evolved.place is None:
                placed.pop(document_key, None)
            else:
                placed[document_key] = evolved.place
        return pending.events

    def forget(self) -> None:
        """Drop a turn that was refused."""
        self._pending = PendingChanges()
