"""The toy service over memory twins, and somebody who may ask it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.settings import Settings
from recoup_testing import sample_service
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

ACME = TenantId("acme")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def settings() -> Settings:
    return Settings(
        database=SecretStr("postgresql://nowhere"),
        kafka="nowhere:9092",
        http_port=0,
        admin_port=0,
        max_body_bytes=1000,
    )


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(MONDAY)


@pytest.fixture
def command_runner(memory_store: MemoryStore) -> CommandRunner:
    return CommandRunner(memory_store, [], counted_ids())


@pytest.fixture
def keys() -> MemoryKeyRing:
    return MemoryKeyRing()


@pytest.fixture
def http() -> HttpMetrics:
    return HttpMetrics()


@pytest.fixture
def app(
    settings: Settings,
    command_runner: CommandRunner,
    clock: TurnedClock,
    keys: MemoryKeyRing,
    http: HttpMetrics,
) -> FastAPI:
    return sample_service.build(settings).app(command_runner, clock, keys, http=http)


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Somebody without a key."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://recoup") as client:
        yield client


@pytest.fixture
async def client(
    app: FastAPI, keys: MemoryKeyRing, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    """Acme's ERP, which may read and write counters."""
    key, text = mint(ACME, "ERP", ["counters:read", "counters:write"], env="test", now=clock.now())
    keys.keys[key.id] = key
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://recoup",
        headers={"Authorization": f"Bearer {text}"},
    ) as client:
        yield client
