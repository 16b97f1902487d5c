"""A read model that has no build yet gets an empty one, which the service fills as it follows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.declared import declared
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Status, begin, builds
from recoup_eventstore.projections import Tables

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection


async def install(connection: "Connection", package: str) -> list[Tables]:
    """As the owner; says which were new."""
    new = [t for t in declared(package) if not await builds(connection, t.name)]
    for tables in new:
        await _install(connection, tables)
    return new


async def _install(connection: "Connection", tables: Tables) -> None:
    async with connection.transaction():
        await schemas.make(connection, tables, build=1)
        await begin(connection, tables, 1, Status.LIVE)
        await schemas.show(connection, tables, build=1)
    await schemas.index(connection, tables, build=1)


async def unbuilt(connection: "Connection", packages: Sequence[str]) -> list[Tables]:
    """Those no build has the present shape of; code that shows them must not run yet."""
    wanted = {tables.name: tables for package in packages for tables in declared(package)}
    shapes = [tables.shape for tables in wanted.values()]
    rows = await connection.fetch(QUERIES["unbuilt"], list(wanted), shapes)
    return [wanted[row["name"]] for row in rows]
