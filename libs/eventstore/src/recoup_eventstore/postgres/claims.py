"""Rights to perform effects, as session locks of one connection."""

from collections.abc import Collection, Sequence

from recoup_eventstore.postgres.scope import QUERIES, Connection
from recoup_eventstore.postgres.transient import transient_errors


class PostgresClaims:
    """See ``Claims``; PostgreSQL frees everything when the connection ends, however it ends."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    async def take(self, names: Sequence[str], most: int | None = None) -> Collection[str]:
        with transient_errors():
            rows = await self._connection.fetch(QUERIES["take_claims"], names, most)
        return [row["n"] for row in rows]

    async def release(self, names: Collection[str]) -> None:
        with transient_errors():
            await self._connection.fetch(QUERIES["release_some_claims"], list(names))

    async def release_all(self) -> None:
        """Give up every right before the connection goes back to its pool."""
        with transient_errors():
            await self._connection.execute(QUERIES["release_claims"])
