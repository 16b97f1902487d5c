"""A service's read models once more, folded from nothing but its log into a database of their own."""

from collections.abc import Sequence

from recoup_chaos.evidence.connecting import connected
from recoup_chaos.evidence.envelopes import envelope
from recoup_chaos.evidence.said import Said
from recoup_chaos.evidence.shelves import Tables, digests
from recoup_eventstore.postgres.scope import TenantScope
from recoup_service.house import House
from recoup_testing.databases import Databases


async def replayed(server: str, house: House, log: Sequence[Said]) -> Tables:
    """Fact by fact, in one transaction, without cursors, batches or any other haste."""
    async with Databases(server).fresh([f"{house.package}.store"]) as address:
        database = address.rpartition("/")[2]
        async with connected(server, database) as connection, connection.transaction():
            scope = TenantScope(connection)
            for heard in map(envelope, log):
                await scope.become(heard.tenant)
                for projection in house.projections:
                    for sql, rows in projection.statements([heard]):
                        await connection.executemany(sql, rows)
            return await digests(connection, house.package)
