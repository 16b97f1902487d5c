"""A service's read models once more, folded from nothing but its log into a database of their own."""

from collections.abc import Sequence

from recoup_chaos.evidence.connecting import connected
from recoup_chaos.evidence.envelopes import envelope
from recoup_chaos.evidence.said import Said
from recoup_chaos.evidence.shelves import Tables, digests
from recoup_eventstore.ports import Positioned
from recoup_eventstore.postgres.read_models.ledger import schema_of
from recoup_service.house import House
from recoup_testing.databases import Databases

_FIRST_BUILD = 1


async def replayed(server: str, house: House, log: Sequence[Said]) -> Tables:
    """Fact by fact, in one transaction, without cursors, batches or any other haste."""
    facts = [Positioned(said.cursor, envelope(said)) for said in log]
    async with Databases(server).fresh([house.package]) as address:
        database = address.rpartition("/")[2]
        async with connected(server, database) as connection, connection.transaction():
            for projection in house.projections:
                schema = schema_of(projection.tables, _FIRST_BUILD)
                await connection.execute(f"set local search_path to {schema}")
                for fact in (
                    fact for fact in facts if type(fact.envelope.fact) in projection.known
                ):
                    for sql, rows in projection.statements([fact]):
                        await connection.executemany(sql, rows)
            return await digests(connection, house.package)
