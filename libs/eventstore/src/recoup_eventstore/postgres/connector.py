"""Connections to the first of a database's servers that suits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import asyncpg

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.transient import described
from recoup_eventstore.postgres.waking_time import within

if TYPE_CHECKING:  # generic in its stubs, not at run time
    from asyncpg import Connection as Plain

Alone: TypeAlias = "Plain[Any]"
ANSWER_SECONDS = 5.0
"""So long the servers of an address have to answer, together."""


class Connector:
    """Asks the servers of ``postgresql://host1,host2/...`` in turn, beginning with the last that suited.

    asyncpg gives all servers one time-out, so that a first one which is suspended, or unreachable
    without a word, hides the others.
    """

    def __init__(self, dsn: str) -> None:
        self._servers = servers_of(dsn)

    async def connect(self, _dsn: str | None = None, **options: Any) -> Alone:
        """Raises ``Unavailable``, whatever the server says: nothing has been asked of it yet."""
        failures: list[Exception] = []
        for server in list(self._servers):
            try:
                connection: Alone = await within(
                    ANSWER_SECONDS / len(self._servers),
                    asyncpg.connect(server, **options),
                    asyncpg.Connection.terminate,
                )
            except ValueError:
                raise  # not an address
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                failures.append(error)
            else:
                self._servers.remove(server)
                self._servers.insert(0, server)
                return connection
        raise Unavailable("; ".join(map(described, failures))) from failures[-1]


def servers_of(dsn: str) -> list[str]:
    """The address of each server alone, in the order in which they are named."""
    parts = urlsplit(dsn)
    user, at, places = parts.netloc.rpartition("@")
    return [parts._replace(netloc=f"{user}{at}{place}").geturl() for place in places.split(",")]


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Alone]:
    """For errands that need no pool: as the role the address names, closed however the block ends."""
    connection = await Connector(dsn).connect()
    try:
        yield connection
    finally:
        await connection.close()
