"""Between rows of ``store.fact`` and envelopes."""

from collections.abc import Iterable
from hashlib import blake2b
from zlib import crc32

from asyncpg import Record
from pydantic_core import to_json

from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_events.registry import decode, encode
from recoup_eventstore.ports import Cursor, Positioned

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


def as_json(facts: Iterable[Envelope[Fact]]) -> str:
    """What ``store.append`` takes: one text is cheaper to send than an array for each column."""
    return "[" + ",".join(map(_row, facts)) + "]"


def _row(e: Envelope[Fact]) -> str:
    cause = e.cause
    heading = to_json(
        {
            "account": e.account.key,
            "category": e.stream.category,
            "stream": e.stream.name,
            "version": e.version,
            "id": e.id,
            "type": e.fact.type,
            "slot": slot_of(e.account),
            "public": e.fact.owner is not None,
            "at": cause.at,
            "actor": cause.actor,
            "correlation_id": cause.correlation_id,
            "causation_id": cause.causation_id,
            "traceparent": cause.traceparent,
        }
    )
    return f'{heading[:-1].decode()},"data":{encode(e.fact)}}}'


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
        fact=decode(row["type"], row["data"]),
    )


def positioned(row: Record) -> Positioned:
    return Positioned(Cursor(row["gen"], row["txid"], row["pos"]), envelope_of(row))
