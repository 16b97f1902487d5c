"""A way into any database of the stack that no row-level policy narrows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import asyncpg

if TYPE_CHECKING:  # generic in its stubs, not at run time
    from asyncpg import Connection as Plain

Connection: TypeAlias = "Plain[Any]"


@asynccontextmanager
async def connected(server: str, database: str) -> AsyncIterator[Connection]:
    """As the server's superuser."""
    connection = await asyncpg.connect(urlsplit(server)._replace(path=f"/{database}").geturl())
    try:
        yield connection
    finally:
        await connection.close()
