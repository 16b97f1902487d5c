"""Applies facts to one build: the rows and the place commit together or not at all."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from recoup_eventstore.ports import Positioned
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, move, schema_of
from recoup_eventstore.postgres.scope import TenantScope
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection


async def apply(
    connection: "Connection", projection: Projection, build: Build, facts: Sequence[Positioned]
) -> bool:
    """False when another process has moved or removed the build: nothing was applied."""
    async with connection.transaction():
        if not await move(connection, build, facts[-1].cursor):
            return False
        await connection.execute(QUERIES["write_to"], schema_of(projection.tables, build.build))
        scope = TenantScope(connection)
        by_tenant = groupby(
            sorted(facts, key=lambda said: said.envelope.tenant),
            key=lambda said: said.envelope.tenant,
        )
        for tenant, theirs in by_tenant:
            await scope.become(tenant)
            for sql, rows in projection.statements(list(theirs)):
                await connection.executemany(sql, rows)
    return True
