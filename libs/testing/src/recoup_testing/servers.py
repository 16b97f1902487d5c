"""Real PostgreSQL and Kafka for a test session, started once and only when a test asks."""

import os
from collections.abc import AsyncIterator

import pytest

from recoup_cli.stack import Addresses, Servers, temporary_stack
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.databases import Databases

RUNNING = ("RECOUP_TEST_POSTGRES", "RECOUP_TEST_KAFKA")
"""Servers of a test session that starts another; PostgreSQL's as superuser, with our roles."""


@pytest.fixture(scope="session")
async def servers() -> AsyncIterator[Addresses]:
    """The addresses of a private stack without services, or of one that runs already."""
    if all(name in os.environ for name in RUNNING):
        postgres, kafka = (os.environ[name] for name in RUNNING)
        yield Addresses(Servers(postgres, kafka, smtp="", sms=""), {})
        return
    async with temporary_stack(services=()) as stack:
        yield stack.addresses


@pytest.fixture(scope="session")
async def databases(servers: Addresses) -> AsyncIterator[Databases]:
    databases = Databases(servers.servers.postgres)
    yield databases
    await databases.close()


@pytest.fixture(scope="session")
def kafka(servers: Addresses) -> str:
    """Where Kafka listens, as host:port."""
    return servers.servers.kafka


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    """Pools of a fresh database that holds the store and nothing else."""
    async with databases.fresh() as address, open_pools(address, name="test") as pools:
        yield pools


@pytest.fixture
def memory_store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def postgres_store(pools: Pools) -> PostgresStore:
    return PostgresStore(pools)
