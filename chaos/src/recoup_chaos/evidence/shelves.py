"""What a service keeps beside its events: timers, offsets, parked messages, views, read models."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from recoup_chaos.evidence.connecting import Connection
from recoup_eventstore.ports import OffsetKey

Timers = Mapping[tuple[str, str, str], datetime]
"""By tenant, stream and name."""
Tables = Mapping[str, str]
"""By name, a digest of all its rows."""

_UNPUBLISHED = """
select count(*) from store.event as f join store.relay_slot as s on s.slot = f.slot
where f.public and (f.gen, f.txid, f.pos) > (s.gen, s.txid, s.pos)
"""
_SHOWN = """
select format('%I.%I', table_schema, table_name) from information_schema.tables
where table_schema = $1 order by 1
"""
_DIGEST = "select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from {} as t"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Of one service."""

    timers: Timers
    offsets: Mapping[OffsetKey, int]
    unpublished: int
    """Public events that the relay's cursors have not passed."""
    parked: int
    read_models: Tables


async def shelves(database: Connection, package: str) -> Shelves:
    timers = await database.fetch("select tenant, stream, name, due_at from store.timer")
    offsets = await database.fetch("select * from store.consumer_offset")
    return Shelves(
        timers={(t["tenant"], t["stream"], t["name"]): t["due_at"] for t in timers},
        offsets={OffsetKey(o["topic"], o["partition"]): o["next_offset"] for o in offsets},
        unpublished=await database.fetchval(_UNPUBLISHED),
        parked=await database.fetchval("select count(*) from store.parked"),
        read_models=await digests(database, package),
    )


async def digests(database: Connection, schema: str) -> Tables:
    """Of everything that readers see in a schema."""
    shown = [row[0] for row in await database.fetch(_SHOWN, schema)]
    return {table: await database.fetchval(_DIGEST.format(table)) for table in shown}
