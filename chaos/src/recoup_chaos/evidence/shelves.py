"""What a service keeps beside its facts: timers, offsets, parked messages, views, read models."""

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
select count(*) from store.fact as f join store.relay_slot as s on s.slot = f.slot
where f.public and (f.gen, f.txid, f.pos) > (s.gen, s.txid, s.pos)
"""
_TABLES = """
select format('%I.%I', t.table_schema, t.table_name) as name, c.column_name as numbered
from information_schema.tables as t
left join information_schema.columns as c
  on c.table_schema = t.table_schema and c.table_name = t.table_name and c.is_identity = 'YES'
where t.table_schema = $1 and t.table_type = 'BASE TABLE' order by 1
"""
_DIGEST = """
select md5(coalesce(string_agg(row, chr(10) order by row), ''))
from (select ({row})::text as row from {table} as t) as rows
"""
# Numbers given by a sequence jump where a transaction was rolled back: their order is what counts.
_ORDERED = "to_jsonb(t) - '{0}' || jsonb_build_object('{0}', rank() over (order by t.{0}))"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Of one service."""

    timers: Timers
    offsets: Mapping[OffsetKey, int]
    unpublished: int
    """Public facts that the relay's cursors have not passed."""
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
    """Of every table of a schema."""
    found: dict[str, str] = {}
    for table, numbered in await database.fetch(_TABLES, schema):
        row = "to_jsonb(t)" if numbered is None else _ORDERED.format(numbered)
        found[table] = await database.fetchval(_DIGEST.format(table=table, row=row))
    return found
