"""Whether two builds hold the same rows, by count and by a checksum no order matters to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.ledger import QUERIES

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection


class Sum(NamedTuple):
    rows: int
    checksum: int


class Difference(NamedTuple):
    """What the live build has, and what the new one has in its place."""

    live: Sum | None
    new: Sum | None

    def __str__(self) -> str:
        before, after = (0 if found is None else found.rows for found in self)
        return f"{before} rows, now {after}" if before != after else f"{before} rows with others"


async def sums(connection: "Connection", schema: str) -> Mapping[str, Sum]:
    """Of each table; the caller's transaction says as of when."""
    found: dict[str, Sum] = {}
    for table in await schemas.names(connection, schema):
        [row] = await connection.fetch(QUERIES["sum"].format(table=f"{schema}.{table}"))
        found[table] = Sum(row["rows"], int(row["checksum"]))
    return found


def differences(live: Mapping[str, Sum], new: Mapping[str, Sum]) -> Mapping[str, Difference]:
    """By table, where they are not the same."""
    return {
        table: Difference(live.get(table), new.get(table))
        for table in sorted(live.keys() | new.keys())
        if live.get(table) != new.get(table)
    }
