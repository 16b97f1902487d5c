"""What travels on a topic, before anyone has understood it."""

from collections.abc import Sequence
from typing import NamedTuple

from recoup_eventstore.ports import OffsetKey

Headers = Sequence[tuple[str, bytes]]
FoundHeaders = Sequence[tuple[str, bytes | None]]
"""Kafka allows them to be null."""


class Record(NamedTuple):
    """To be published; records of one key stay in order."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


class Received(NamedTuple):
    """As it lies in a partition; anybody may have written it."""

    at: OffsetKey
    offset: int
    key: bytes
    value: bytes | None
    headers: FoundHeaders
