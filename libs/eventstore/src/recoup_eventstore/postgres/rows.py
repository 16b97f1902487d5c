"""Between rows of ``store.event`` and envelopes."""

from functools import lru_cache
from zlib import crc32

from asyncpg import Record

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import decode
from recoup_eventstore.ports import Cursor, Positioned

SLOTS = 64
"""Ordered lanes of the relay; an account's events all travel in one of them."""


@lru_cache(maxsize=16_384)
def slot_of(account: Account) -> int:
    return crc32(f"{account.tenant}\x1f{account.key}".encode()) % SLOTS


def envelope_of(row: Record) -> Envelope[Event]:
    category: str = row["category"]
    account = Account(row["tenant"], row["account"])
    return Envelope(
        id=row["id"],
        stream=Stream(account, category, row["stream"].removeprefix(f"{category}-")),
        version=row["version"],
        cause=Cause(
            at=row["at"],
            actor=row["actor"],
            correlation_id=row["correlation_id"],
            causation_id=row["causation_id"],
            traceparent=row["traceparent"],
        ),
        event=decode(row["type"], row["data"]),
    )


def positioned(row: Record) -> Positioned:
    return Positioned(Cursor(row["gen"], row["txid"], row["pos"]), envelope_of(row))
