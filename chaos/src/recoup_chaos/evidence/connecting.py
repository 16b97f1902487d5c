"""A way into any database of the stack that no row-level policy narrows."""

from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

from recoup_eventstore.postgres import connector
from recoup_eventstore.postgres.connector import Alone as Connection

__all__ = ["Connection", "connected"]


def connected(server: str, database: str) -> AbstractAsyncContextManager[Connection]:
    """As the server's superuser."""
    return connector.connected(urlsplit(server)._replace(path=f"/{database}").geturl())
