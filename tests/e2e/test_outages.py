"""While a server is away a service says so, does what it can, and goes on by itself."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

import httpx
import pytest

from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack
from recoup_testing.example_debtor import CUSTOMER
from recoup_testing.loops import eventually

pytestmark = pytest.mark.servers

SERVICE = "invoice"
KEY = "first-try"


@pytest.fixture
async def scene() -> AsyncIterator[E2eStack]:
    async with private_stack(datetime(2026, 1, 5, 8, tzinfo=UTC), services=[SERVICE]) as scene:
        yield scene


@pytest.fixture
async def erp(scene: E2eStack) -> Tenant:
    return await scene.tenant("acme")


async def asked(scene: E2eStack, probe: str) -> httpx.Response:
    return await scene.http.get(f"{scene.stack.addresses.services[SERVICE].admin}/{probe}")


async def is_ready(scene: E2eStack) -> bool:
    return (await asked(scene, "readyz")).is_success


async def is_quiet(scene: E2eStack) -> bool:
    return await scene.is_quiet(SERVICE)


async def register(erp: Tenant) -> httpx.Response:
    return await erp.post(SERVICE, "/v1/customers", CUSTOMER, KEY)


async def test_without_postgresql_requests_are_told_to_come_again(
    scene: E2eStack, erp: Tenant
) -> None:
    scene.stack.kill("postgres")
    refused = await register(erp)
    assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
    complaints = (await asked(scene, "readyz")).json()["complaints"]
    assert "does not answer" in complaints["database"]
    assert (await asked(scene, "livez")).is_success
    await scene.stack.restart("postgres")
    await eventually(partial(is_ready, scene))
    assert (await register(erp)).status_code == httpx.codes.CREATED


async def test_without_kafka_requests_are_served_and_published_later(
    scene: E2eStack, erp: Tenant
) -> None:
    scene.stack.kill("kafka")
    assert (await register(erp)).status_code == httpx.codes.CREATED
    assert not await is_quiet(scene)
    await scene.stack.restart("kafka")
    await eventually(partial(is_quiet, scene))
    await eventually(partial(is_ready, scene))
