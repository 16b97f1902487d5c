"""Real PostgreSQL and Kafka for a test session, started once and only when a test asks."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from recoup_cli.stack import Addresses, Servers, temporary_stack
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.kafka_settings import KafkaSettings
from recoup_testing.databases import Databases
from recoup_testing.volatile import do_not_wait_for_the_disk

POSTGRES = "RECOUP_TEST_POSTGRES"
KAFKA = "RECOUP_TEST_KAFKA"
"""Servers of a test session that starts another; as superusers, with our roles in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Running:
    """Servers, and where they keep what they hold, if they are this session's own."""

    addresses: Addresses
    data: Path | None = None


@pytest.fixture(scope="session")
async def running_servers() -> AsyncIterator[Running]:
    """Those of a private stack without services, or some that run already."""
    if POSTGRES in os.environ and KAFKA in os.environ:
        kafka = KafkaSettings(_env_prefix="RECOUP_TEST_").kafka_connection
        yield Running(Addresses(Servers(os.environ[POSTGRES], kafka, smtp="", sms=""), {}))
        return
    async with temporary_stack(services=()) as stack:
        await do_not_wait_for_the_disk(stack.addresses.servers.postgres)
        yield Running(stack.addresses, stack.home.data)


@pytest.fixture(scope="session")
def servers(running_servers: Running) -> Addresses:
    """Where they are."""
    return running_servers.addresses


@pytest.fixture(scope="session")
def kafka_folder(running_servers: Running) -> Path:
    """Where the broker keeps its partitions: a folder for each, and files with their bytes in it."""
    assert running_servers.data is not None, "the broker is another session's"
    return running_servers.data / "kafka"


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
