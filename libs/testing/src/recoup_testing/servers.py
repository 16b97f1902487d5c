"""Real PostgreSQL and Kafka for a test session, started once and only when a test asks."""

import os
from collections.abc import AsyncIterator

import pytest

from recoup_cli.stack import Addresses, Servers, temporary_stack
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.kafka_settings import KafkaSettings
from recoup_testing.databases import Databases

POSTGRES = "RECOUP_TEST_POSTGRES"
KAFKA = "RECOUP_TEST_KAFKA"
"""Servers of a test session that starts another; as superusers, with our roles in PostgreSQL."""


@pytest.fixture(scope="session")
async def servers() -> AsyncIterator[Addresses]:
    """The addresses of a private stack without services, or of one that runs already."""
    if POSTGRES in os.environ and KAFKA in os.environ:
        kafka = KafkaSettings(_env_prefix="RECOUP_TEST_").kafka_connection
        yield Addresses(Servers(os.environ[POSTGRES], kafka, smtp="", sms=""), {})
        return
    async with temporary_stack(services=()) as stack:
        yield stack.addresses


@pytest.fixture(scope="session")
async def databases(servers: Addresses) -> AsyncIterator[Databases]:
    databases = Databases(servers.servers.postgres)
    yield databases
    await databases.close()


@pytest.fixture(scope="session")
def kafka(servers: Addresses) -> KafkaConnection:
    """The way to Kafka of one who may do everything there."""
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
