"""What a finished run left behind, read from databases, topics and files, past the services."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer

from recoup_chaos.events import RecordedEvent, connected, envelope, recorded_events
from recoup_cli.services import every_service
from recoup_cli.stack import Stack
from recoup_cli.stack.databases import database
from recoup_compliance.contact_ledger.report import Report
from recoup_events.kernel.topics import TOPICS
from recoup_eventstore.ports import OffsetKey, Positioned
from recoup_eventstore.postgres.connector import Alone
from recoup_eventstore.postgres.read_models.apply import write
from recoup_eventstore.postgres.read_models.ledger import schema_of
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.service import Service
from recoup_testing.databases import Databases

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
class StoredState:
    """Of one service."""

    timers: Timers
    offsets: Mapping[OffsetKey, int]
    unpublished: int
    """Public events that the relay's cursors have not passed."""
    parked: int
    read_models: Tables


async def stored(database: Alone, package: str) -> StoredState:
    timers = await database.fetch("select tenant, stream, name, due_at from store.timer")
    offsets = await database.fetch("select * from store.consumer_offset")
    return StoredState(
        timers={(t["tenant"], t["stream"], t["name"]): t["due_at"] for t in timers},
        offsets={OffsetKey(o["topic"], o["partition"]): o["next_offset"] for o in offsets},
        unpublished=await database.fetchval(_UNPUBLISHED),
        parked=await database.fetchval("select count(*) from store.parked"),
        read_models=await digests(database, package),
    )


async def digests(database: Alone, schema: str) -> Tables:
    """Of everything that readers see in a schema."""
    shown = [row[0] for row in await database.fetch(_SHOWN, schema)]
    return {table: await database.fetchval(_DIGEST.format(table)) for table in shown}


def arrived(data: Path) -> Counter[str]:
    """How often each message came, by its id, whatever the channel."""
    mails = (
        message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"]
        for file in (data / "mail").glob("*.eml")
    )
    texts = (data / "sms" / "messages.jsonl").read_text().splitlines()
    keys = (json.loads(line)["key"] for line in texts)
    return Counter([*(re.split("[.@]", mail.strip("<>"))[0] for mail in mails), *keys])


class Published(NamedTuple):
    """One record as it stands in its topic."""

    at: OffsetKey
    offset: int
    key: bytes
    event_id: str
    value: str


Ends = Mapping[OffsetKey, int]


async def records(kafka: KafkaConnection) -> tuple[list[Published], Ends]:
    """All that was published, each partition in its order, and where the partitions end."""
    consumer = AIOKafkaConsumer(
        *TOPICS, **kafka.arguments(), group_id=None, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        places = consumer.assignment()
        ends = await consumer.end_offsets(places)
        found: list[Published] = []
        while [place for place in places if await consumer.position(place) < ends[place]]:
            for batch in (await consumer.getmany(timeout_ms=1000)).values():
                found.extend(map(_published, batch))
    finally:
        await consumer.stop()
    return found, {OffsetKey(*place): end for place, end in ends.items()}


def _published(record: Any) -> Published:
    event_id = dict(record.headers).get("ce_id", b"").decode()
    at = OffsetKey(record.topic, record.partition)
    return Published(at, record.offset, record.key, event_id, record.value.decode())


_FIRST_BUILD = 1


async def replayed(server: str, service: Service, log: Sequence[RecordedEvent]) -> Tables:
    """Event by event, in one transaction, without cursors, batches or any other haste."""
    events = [Positioned(recorded.cursor, envelope(recorded)) for recorded in log]
    async with Databases(server).fresh([service.package]) as address:
        database = address.rpartition("/")[2]
        async with connected(server, database) as connection, connection.transaction():
            for projection in service.projections:
                schema = schema_of(projection.tables, _FIRST_BUILD)
                await connection.execute(f"set local search_path to {schema}")
                for event in events:
                    if projection.concerns(event.envelope):
                        await write(connection, projection, [event])
            return await digests(connection, service.package)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one run; the mappings are by package."""

    numbers: str
    logs: Mapping[str, Sequence[RecordedEvent]]
    stored: Mapping[str, StoredState]
    replayed: Mapping[str, Tables]
    published: Sequence[Published]
    ends: Ends
    arrived: Counter[str]
    contacts: Report
    """What somebody finds who verifies every contact from an export."""


async def gather(stack: Stack, numbers: str, contacts: Report) -> Evidence:
    servers = stack.addresses.servers
    logs: dict[str, Sequence[RecordedEvent]] = {}
    kept: dict[str, StoredState] = {}
    folded: dict[str, Tables] = {}
    for package, service in every_service().items():
        async with connected(servers.postgres, database(package)) as connection:
            logs[package] = await recorded_events(connection, package)
            kept[package] = await stored(connection, package)
        folded[package] = await replayed(servers.postgres, service, logs[package])
    published, ends = await records(servers.kafka)
    came = arrived(stack.home.data)
    return Evidence(numbers, logs, kept, folded, published, ends, came, contacts)
