"""What moves events: an outbox to read from, a publisher to write to, a source to listen at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.outbox_row import Backlog, OutboxRow
from recoup_messaging.records import ConsumerRecord, Record

PER_SLOT = 128
"""A few thousand events at once: what it takes to ask and to wait for Kafka hardly counts then."""


class Outbox(Protocol):
    """The public events of a service's store, shared out in slots among its relay workers."""

    async def read(self) -> Sequence[OutboxRow]:
        """The oldest released events after the cursors of the slots this worker holds.

        Up to ``PER_SLOT`` of each, and those of a slot in order.
        """

    async def advance(self, published: Sequence[OutboxRow]) -> bool:
        """Move the cursors past these; false when a slot has another owner by now."""

    async def backlog(self) -> Backlog:
        """Everything unpublished in all slots, whoever holds them, released or not."""

    async def release(self) -> None:
        """Give up all slots, so that others need not wait for the leases to end."""


class Publisher(Protocol):
    """Writes records to topics."""

    async def publish(self, records: Iterable[Record]) -> None:
        """Returns when all are acknowledged, in order per key; raises ``Unavailable``."""

    async def renew(self) -> None:
        """Throw away the connection and whatever hangs in it."""

    async def close(self) -> None: ...


class Source(Protocol):
    """A member of a group of readers, and the partitions that fell to it."""

    @property
    def generation(self) -> int:
        """Grows when partitions may have gone to others: what was fetched before is void."""

    @property
    def assigned(self) -> frozenset[OffsetKey] | None:
        """``None`` while the group is being rearranged."""

    async def fetch(self, seconds: float) -> Mapping[OffsetKey, Sequence[ConsumerRecord]]:
        """Wait that long for records; raises ``Unavailable``."""

    def seek(self, at: OffsetKey, offset: int) -> None: ...

    def pause(self, at: OffsetKey) -> None: ...

    def resume(self, at: OffsetKey) -> None: ...

    def handled(self, at: OffsetKey, next_offset: int) -> None:
        """Tell the broker's lag tools, when convenient; nothing here relies on it."""

    def known_end(self, at: OffsetKey) -> int | None:
        """The end of a partition as last received."""

    async def begin(self, at: OffsetKey) -> int:
        """The oldest offset a partition still holds."""

    async def ends(self) -> Mapping[OffsetKey, int]:
        """Where all partitions of the topics end, whoever reads them; raises ``Unavailable``."""

    async def close(self) -> None:
        """Leave the group."""
