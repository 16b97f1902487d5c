"""Every recorded fact of a service, as its row has it."""

from typing import NamedTuple
from uuid import UUID

from recoup_chaos.evidence.connecting import Connection
from recoup_eventstore.ports import Cursor

_EVERY_FACT = """
select gen, txid, pos, tenant, account, category, stream, version, id, type, public, at,
       causation_id, data::text as data
from store.fact order by gen, txid, pos
"""


class Said(NamedTuple):
    """One fact; ``causation_id`` names the fact it answers, if it answers one."""

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


async def said(database: Connection, service: str) -> list[Said]:
    """In the order of the store."""
    return [
        Said(
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
        for row in await database.fetch(_EVERY_FACT)
    ]
