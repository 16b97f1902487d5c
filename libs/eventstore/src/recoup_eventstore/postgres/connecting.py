"""One connection for as long as a block lasts, for errands that need no pool."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

if TYPE_CHECKING:  # generic in its stubs, not at run time
    from asyncpg import Connection as Plain

Alone: TypeAlias = "Plain[Any]"


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Alone]:
    """As the role the address names; closed however the block ends."""
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()
