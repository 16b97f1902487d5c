"""Every recorded event of a service, read past the service, as its row has it."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import decode
from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres import connector
from recoup_eventstore.postgres.connector import Alone


def connected(server: str, database: str) -> AbstractAsyncContextManager[Alone]:
    """As the server's superuser."""
    return connector.connected(urlsplit(server)._replace(path=f"/{database}").geturl())


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

    @property
    def of_another(self) -> bool:
        """It is kept as another service said it, whose name its category bears."""
        return "." in self.category


async def recorded_events(database: Alone, service: str) -> list[RecordedEvent]:
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


_NOBODY = UUID(int=0)


def envelope(row: RecordedEvent) -> Envelope[Event]:
    """Who asked does not matter to any fold."""
    account = Account(TenantId(row.tenant), row.account)
    return Envelope(
        id=row.id,
        stream=Stream(account, row.category, row.stream.removeprefix(f"{row.category}-")),
        version=row.version,
        cause=Cause(datetime.fromisoformat(row.at), "", _NOBODY, row.causation_id),
        event=decode(row.type, row.data),
    )
