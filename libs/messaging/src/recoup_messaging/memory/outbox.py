"""The outbox over a store in memory: the same slots, leases and epochs, shared by its workers."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil

from recoup_events.kernel.registry import encode
from recoup_eventstore.ports import START, Cursor, Positioned, Store
from recoup_eventstore.postgres.rows import SLOTS, slot_of
from recoup_messaging.outbox_row import Backlog, OutboxRow
from recoup_messaging.ports import PER_SLOT

PAGE = 500


@dataclass(slots=True)
class Slot:
    """One lane: its events not yet published, and who may publish them."""

    owner: str | None = None
    epoch: int = 0
    waiting: deque[Positioned] = field(default_factory=deque)


class MemorySlots:
    """What all workers of one store share; the twin of ``store.relay_slot``."""

    def __init__(self, store: Store) -> None:
        self.slots = [Slot() for _ in range(SLOTS)]
        self._store = store
        self._seen: Cursor = START

    async def refresh(self) -> None:
        """Sort what was recorded since into the slots."""
        while page := await self._store.feed(self._seen, PAGE):
            self._seen = page[-1].cursor
            for positioned in page:
                if positioned.envelope.event.owner is not None:
                    self.slots[slot_of(positioned.envelope.account)].waiting.append(positioned)

    def lease(self, worker: str) -> None:
        """A fair share for everybody who takes part."""
        held = Counter(slot.owner for slot in self.slots if slot.owner is not None)
        fair = ceil(SLOTS / len(held.keys() | {worker}))
        for slot in self.slots:
            if held[worker] >= fair:
                break
            if slot.owner is None or (slot.owner != worker and held[slot.owner] > fair):
                held.subtract([slot.owner] if slot.owner else [])
                held[worker] += 1
                slot.owner, slot.epoch = worker, slot.epoch + 1

    def expire(self, worker: str) -> None:
        """The leases of a worker end, as they do when it stands still for too long."""
        for slot in self.slots:
            if slot.owner == worker:
                slot.owner = None


class MemoryOutbox:
    """See ``Outbox``."""

    def __init__(self, shared: MemorySlots, worker: str) -> None:
        self._shared = shared
        self._worker = worker

    async def read(self) -> Sequence[OutboxRow]:
        await self._shared.refresh()
        self._shared.lease(self._worker)
        return [
            outbox_row_of(number, slot.epoch, positioned)
            for number, slot in enumerate(self._shared.slots)
            if slot.owner == self._worker
            for positioned in islice(slot.waiting, PER_SLOT)
        ]

    async def advance(self, published: Sequence[OutboxRow]) -> bool:
        kept = True
        for event in published:
            slot = self._shared.slots[event.slot]
            if slot.epoch == event.epoch:
                slot.waiting.popleft()
            else:
                kept = False
        return kept

    async def backlog(self) -> Backlog:
        await self._shared.refresh()
        waiting = [p.envelope.cause.at for slot in self._shared.slots for p in slot.waiting]
        return Backlog(len(waiting), min(waiting, default=None))

    async def release(self) -> None:
        self._shared.expire(self._worker)


def outbox_row_of(slot: int, epoch: int, positioned: Positioned) -> OutboxRow:
    """What a row of the events table would say."""
    envelope = positioned.envelope
    return OutboxRow(
        slot=slot,
        epoch=epoch,
        **positioned.cursor._asdict(),
        tenant=envelope.tenant,
        account=envelope.account.key,
        category=envelope.stream.category,
        stream=envelope.stream.name,
        version=envelope.version,
        id=envelope.id,
        type=envelope.event.type,
        at=envelope.cause.at,
        actor=envelope.cause.actor,
        correlation_id=envelope.cause.correlation_id,
        causation_id=envelope.cause.causation_id,
        traceparent=envelope.cause.traceparent,
        data=encode(envelope.event),
    )
