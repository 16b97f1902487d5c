"""The ``eventsourcing`` package on the same PostgreSQL, where it is installed (``--group bench``)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import encode

Append = Callable[[Envelope[Event]], Awaitable[object]]
INSTALLED = find_spec("eventsourcing") is not None


@asynccontextmanager
async def recorder(address: str, connections: int) -> AsyncIterator[Append]:
    """Its recorder for applications, whose feed is ordered as ours is; a thread per connection.

    It locks its table for that order, so each append is a commit of its own; its driver is the
    psycopg that its ``postgres`` extra installs, in pure Python.
    """
    from eventsourcing.persistence import StoredEvent
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    parts = urlsplit(address)
    datastore = PostgresDatastore(
        dbname=parts.path.removeprefix("/"),
        host=str(parts.hostname),
        port=str(parts.port),
        user=str(parts.username),
        password=unquote(parts.password or ""),
        pool_size=connections,
    )
    keeper = PostgresApplicationRecorder(datastore)
    keeper.create_table()

    def insert(events: Sequence[StoredEvent]) -> None:
        keeper.insert_events(events)

    with ThreadPoolExecutor(connections) as threads:

        async def append(envelope: Envelope[Event]) -> None:
            state = encode(envelope.event).encode()
            event = StoredEvent(envelope.id, envelope.version, envelope.event.type, state)
            await asyncio.get_running_loop().run_in_executor(threads, insert, [event])

        yield append
    datastore.close()
