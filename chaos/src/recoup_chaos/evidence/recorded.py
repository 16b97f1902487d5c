"""Every recorded event of a service, as its row has it."""

from typing import NamedTuple
from uuid import UUID

from recoup_chaos.evidence.connecting import Connection
from recoup_eventstore.ports import Cursor

_EVERY_EVENT = """
select gen, txid, pos, tenant, account, category, stream, version, id, type, public, at,
       causation_id, data::text as data
from store.event order by gen, txid, pos
"""


class RecordedEvent(NamedTuple):
    """One event; ``causation_id`` names the event it answers, if it answers one."""

    service: str
    cursor: Cursor
    tenant: str
    account: str
    category: str
    stream: str
    version: int
    id: UUID
    type: str
    public: bool
    at: str
    causation_id: UUID | None
    data: str


async def recorded_events(database: Connection, service: str) -> list[RecordedEvent]:
    """In the order of the store."""
    return [
        RecordedEvent(
            service,
            Cursor(row["gen"], row["txid"], row["pos"]),
            row["tenant"],
            row["account"],
            row["category"],
            row["stream"],
            row["version"],
            row["id"],
            row["type"],
            row["public"],
            row["at"].isoformat(),
            row["causation_id"],
            row["data"],
        )
        for row in await database.fetch(_EVERY_EVENT)
    ]
