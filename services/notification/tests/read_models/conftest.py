"""The same service over PostgreSQL, with its read models."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest

from notification.contacts_in_error.projection import COMMUNICATIONS
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_service.api.request_context import Reading
from recoup_testing.databases import Databases
from recoup_testing.read_models import catch_up, pools_of


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with pools_of(databases, "notification") as pools:
        yield pools


@pytest.fixture
def store(pools: Pools) -> Store:
    return PostgresStore(pools)


@pytest.fixture
def reading(pools: Pools) -> Reading:
    return reading_from(pools)


@pytest.fixture
def follow(store: Store, pools: Pools) -> Callable[[], Awaitable[None]]:
    """Let the read models catch up with everything that was recorded."""
    return partial(catch_up, store, pools, COMMUNICATIONS)
