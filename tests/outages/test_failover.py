"""The primary dies, its standby takes over: nothing acknowledged is lost, and nobody is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count

import pytest

from recoup_testing.e2e_stack import private_stack
from recoup_testing.loops import eventually
from recoup_testing.outages.scene import SERVICES, Scene, is_told_to_come_again

pytestmark = pytest.mark.servers
CUSTOMERS = 20


@pytest.fixture
async def followed() -> AsyncIterator[Scene]:
    """With a standby that has whatever the primary acknowledges."""
    begin = datetime(2026, 1, 5, 8, tzinfo=UTC)
    async with private_stack(begin, services=SERVICES, with_standby=True) as staged:
        await staged.stack.follow()
        yield Scene(staged, await staged.tenant("acme"), count(1))


async def test_services_find_the_new_primary_by_themselves(followed: Scene) -> None:
    stack, before = followed.e2e.stack, followed.processes()
    answered = [(await followed.register()).json()["id"] for _ in range(CUSTOMERS)]
    stack.kill("postgres")

    async def refused() -> bool:
        return is_told_to_come_again(await followed.register())

    await eventually(refused)
    await stack.fail_over()
    await followed.recovers()
    for customer in answered:
        assert (await followed.erp.get("invoice", f"/v1/customers/{customer}")).is_success
    await stack.fail_back()
    await followed.recovers()
    assert followed.processes() == before
