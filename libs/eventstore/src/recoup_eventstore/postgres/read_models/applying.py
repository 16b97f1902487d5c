"""Applies facts to one build: the rows and the place commit together or not at all."""

from typing import TYPE_CHECKING

from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, move, schema_of
from recoup_eventstore.postgres.read_models.pages import Page
from recoup_eventstore.postgres.scope import TenantScope, by_tenant
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection


async def apply(connection: "Connection", projection: Projection, build: Build, page: Page) -> bool:
    """False when another process has moved or removed the build: nothing was applied."""
    async with connection.transaction():
        if not await move(connection, build, page.end):
            return False
        await connection.execute(QUERIES["write_to"], schema_of(projection.tables, build.build))
        scope = TenantScope(connection)
        for tenant, theirs in by_tenant(page.facts, lambda said: said.envelope.tenant):
            await scope.become(tenant)
            for sql, rows in projection.statements(theirs):
                await connection.executemany(sql, rows)
    return True
