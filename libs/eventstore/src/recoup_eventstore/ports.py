"""What the loop needs from a place to keep events; memory and PostgreSQL both pass one contract suite."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.claims import Claims
from recoup_eventstore.parked import Headers, Intervention, Parked, ParkedFilter
from recoup_eventstore.row_writes import RowWrite

_AS_TEXT = "%05d:%020d:%020d"
"""Written for every published event; an f-string takes three times as long."""


class Cursor(NamedTuple):
    """A place in a store's ordered feed; ``START`` is before the first event."""

    gen: int
    txid: int
    pos: int

    def __str__(self) -> str:
        """Sorts as text the way it sorts as numbers."""
        return _AS_TEXT % self

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ``ValueError`` for what no store has given out."""
        gen, txid, pos = map(int, text.split(":"))
        if not (0 <= gen < 2**31 and 0 <= txid < 2**63 and 0 <= pos < 2**63):
            raise ValueError(f"{text!r} is no place in a feed")
        return cls(gen, txid, pos)


START = Cursor(0, 0, 0)


class DocumentKey(NamedTuple):
    """Which document of which view."""

    account: Account
    view: str
    id: str


class Document(NamedTuple):
    """JSON, and where it stands among the listed documents of its account and view, if at all."""

    content: str
    place: str | None = None


class TimerKey(NamedTuple):
    """Which wake-up of which stream."""

    stream: Stream
    name: str


class DueTimer(NamedTuple):
    due_at: datetime
    key: TimerKey


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The answer a request got, kept to be given again word for word."""

    fingerprint: bytes
    """SHA-256 of method, route and body."""
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer, with the request it is kept for and how long."""

    tenant: TenantId
    key: str
    response: StoredResponse
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a unit of work leaves behind."""

    events: Sequence[Envelope[Event]] = ()
    timers: Mapping[TimerKey, datetime | None] = field(default_factory=dict)
    """Wake-ups to set, to move or (``None``) to cancel."""
    documents: Mapping[DocumentKey, Document] = field(default_factory=dict)
    answer: Remembered | None = None
    rows: Sequence[RowWrite] = ()
    encoded: Mapping[UUID, str] = field(default_factory=dict)  # of events whose size was checked


@dataclass(frozen=True, slots=True)
class Positioned:
    """A recorded event with its place in the feed."""

    cursor: Cursor
    envelope: Envelope[Event]


class OffsetKey(NamedTuple):
    """Where a consumer reads: it has one offset per topic and partition."""

    topic: str
    partition: int


Watermarks = Mapping[int, Cursor]
"""How far each slot of a topic's publisher was handled, within one partition."""


class Claimed(NamedTuple):
    """What was known of a batch's records before it was claimed."""

    watermarks: Watermarks
    """What lies at or below them was handled."""
    parked_keys: Collection[bytes]
    """Their messages wait behind one that is parked."""
    implausible: Sequence[tuple[bytes, Headers]] = ()
    """Key and headers of messages set aside for that; what was published after one waits behind it."""


class StoreTransaction(Protocol):
    """One atomic change. Lock first, then read, then write; nothing is visible until commit."""

    async def lock(
        self, accounts: Collection[Account], streams: Collection[Stream] = ()
    ) -> Sequence[Envelope[Event]]:
        """Own these accounts until the end, then ``read``; call once, before any write."""

    async def find(
        self, tenant: TenantId, stream_name: str, *, lock: bool = False
    ) -> Sequence[Envelope[Event]]:
        """All events of a stream whose account is not known; ``lock`` owns that account first."""

    async def read(self, streams: Collection[Stream]) -> Sequence[Envelope[Event]]:
        """All events of these streams, each in order of version, whatever account each turns out to belong to."""

    async def read_documents(self, keys: Collection[DocumentKey]) -> Mapping[DocumentKey, str]:
        """The stored JSON of those documents that exist."""

    async def list_documents(
        self, accounts: Collection[Account], view: str, within: str, limit: int | None
    ) -> Mapping[DocumentKey, str]:
        """JSON of a tenant's first whose place begins with ``within``, in order of code points."""

    async def write(self, changes: Changes) -> None:
        """All of it at once; raises ``StreamConflict`` when an event's version is taken."""

    async def take_timers(self, timers: Sequence[DueTimer]) -> Sequence[DueTimer]:
        """Remove those still as given and say, in order, which; each is taken once, by one."""

    async def moment(self, timer: TimerKey) -> datetime | None:
        """When this wake-up is due, ``None`` when it is not wanted; lock its account first."""

    async def recall(self, tenant: TenantId, key: str) -> StoredResponse | None:
        """The answer already given under this key; raises ``RequestRunning`` while one works."""

    async def claim(
        self,
        at: OffsetKey,
        expected: int,
        next_offset: int,
        marks: Watermarks,
        keys: Collection[bytes],
    ) -> Claimed:
        """Move the consumer's offset and raise the watermarks; says what stood before.

        Raises ``OffsetTaken`` unless the offset stood at ``expected``.
        """

    async def watermarks(self, at: OffsetKey, slots: Collection[int]) -> Watermarks:
        """Those that are known of these slots."""

    async def raise_watermarks(self, at: OffsetKey, marks: Watermarks) -> None:
        """Of what is applied beside its partition; none is ever lowered."""

    async def park(self, messages: Sequence[Parked]) -> None:
        """Set aside; one that is parked already keeps its place and what it said: only why is new.

        One that came again, byte for byte, is the one that waits already.
        """

    async def count_parked(self, at: OffsetKey) -> int:
        """Without those that hold nobody up."""

    async def parked(self, topic: str, key: bytes) -> Sequence[Parked]:
        """The key's parked messages in order; lock the key first."""

    async def unpark(self, messages: Sequence[Parked]) -> None: ...

    async def note(self, interventions: Sequence[Intervention]) -> None:
        """Keep for ever what was done about parked messages."""


class Store(Protocol):
    """A service's events, its timers and its place in what it receives."""

    def transaction(self) -> AbstractAsyncContextManager[StoreTransaction]:
        """Commits on success, rolls back on any exception."""

    async def append(self, events: Sequence[Envelope[Event]]) -> None:
        """Record events of one tenant whose versions the caller knows, in one round trip."""

    async def feed(self, after: Cursor, limit: int) -> Sequence[Positioned]:
        """Events after a cursor, in an order that never loses and never inverts an account's."""

    async def head(self) -> Cursor:
        """The place of the last committed event, released to readers or not."""

    async def due(self, now: datetime, names: Collection[str], limit: int) -> Sequence[DueTimer]:
        """Wake-ups due at or before now and not parked, soonest first; not taken by looking."""

    async def next_due(self) -> datetime | None:
        """The soonest moment of a wake-up that is not parked."""

    async def rest_timers(self, now: datetime) -> int:
        """Spare lookers what fell due for tenants at rest, and bring it back; how much was moved."""

    def claims(self) -> AbstractAsyncContextManager[Claims]:
        """Rights to perform effects, held as long as the block lasts and its process lives."""

    async def offset(self, at: OffsetKey) -> int | None:
        """The next offset to read, ``None`` before the first."""

    async def list_parked(
        self, after_seq: int, limit: int, wanted: ParkedFilter
    ) -> Sequence[Parked]: ...

    async def find_parked(self, seq: int) -> Parked | None: ...

    async def interventions(
        self, after_id: int, limit: int, seq: int | None = None
    ) -> Sequence[Intervention]:
        """What was done about all parked messages, or about one, oldest first."""

    async def expire_responses(self, now: datetime) -> None:
        """Forget answers whose time to be replayed is over."""
