"""A service's read models once more, folded from nothing but its log into a database of their own."""

from collections.abc import Sequence

from recoup_chaos.evidence.connecting import connected
from recoup_chaos.evidence.envelopes import envelope
from recoup_chaos.evidence.recorded import RecordedEvent
from recoup_chaos.evidence.shelves import Tables, digests
from recoup_eventstore.ports import Positioned
from recoup_eventstore.postgres.read_models.ledger import schema_of
from recoup_service.service import Service
from recoup_testing.databases import Databases

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
                for event in (
                    event for event in events if type(event.envelope.event) in projection.known
                ):
                    for sql, rows in projection.statements([event]):
                        await connection.executemany(sql, rows)
            return await digests(connection, service.package)
