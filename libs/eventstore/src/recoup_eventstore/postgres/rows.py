"""Between rows of ``store.fact`` and envelopes."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any
from zlib import crc32

from asyncpg import Record

from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_events.registry import encode
from recoup_eventstore.ports import Cursor, Positioned
from recoup_eventstore.upcasting import decode_stored

SLOTS = 64
"""Ordered lanes of the relay; an account's facts all travel in one of them."""


def slot_of(account: Account) -> int:
    return crc32(f"{account.tenant}\x1f{account.key}".encode()) % SLOTS


def lock_keys(accounts: Iterable[Account]) -> list[int]:
    """The advisory locks of these accounts, in the one order everybody takes them in."""
    return sorted({_lock_key(account) for account in accounts})


def _lock_key(account: Account) -> int:
    name = f"{account.tenant}\x1f{account.key}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "big", signed=True)


def column_values(facts: Sequence[Envelope[Fact]]) -> list[Sequence[Any]]:
    """The columns of the ``append`` statement, each as one array."""
    rows = [
        (
            e.account.key,
            e.stream.category,
            e.stream.name,
            e.version,
            e.id,
            e.fact.type,
            slot_of(e.account),
            e.fact.owner is not None,
            e.cause.at,
            e.cause.actor,
            e.cause.correlation_id,
            e.cause.causation_id,
            e.cause.traceparent,
            encode(e.fact),
        )
        for e in facts
    ]
    return list(zip(*rows, strict=True))


def envelope_of(row: Record) -> Envelope[Fact]:
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
        fact=decode_stored(row["type"], row["data"]),
    )


def positioned(row: Record) -> Positioned:
    return Positioned(Cursor(row["gen"], row["txid"], row["pos"]), envelope_of(row))
