"""What travels on a topic, before anyone has understood it."""

from collections.abc import Sequence
from typing import NamedTuple

from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import OffsetKey

Headers = Sequence[tuple[str, bytes]]
FoundHeaders = Sequence[tuple[str, bytes | None]]
"""Kafka allows them to be null."""


Unfit = tuple[Reason, str]
"""Why a record that was read cannot be taken."""


class Record(NamedTuple):
    """To be published; records of one key stay in order."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


class ConsumerRecord(NamedTuple):
    """As it lies in a partition; anybody may have written it."""

    at: OffsetKey
    offset: int
    key: bytes
    value: bytes | None
    headers: FoundHeaders
    corrupt: str = ""
    """Why it could not be taken apart, if so: mostly the value is a whole batch's bytes then."""
    last: int | None = None
    """The last of the batch's offsets then."""

    @property
    def void(self) -> bool:
        """Offsets that hold nothing for us: Kafka's own control records."""
        return self.last is not None and not self.corrupt

    @property
    def through(self) -> int:
        """The last offset that it stands for."""
        return self.offset if self.last is None else self.last
