"""Two services on servers that get into trouble."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count

import pytest

from recoup_testing.e2e_stack import private_stack
from recoup_testing.outages.scene import SERVICES, Scene


@pytest.fixture(scope="module")
async def scene() -> AsyncIterator[Scene]:
    async with private_stack(datetime(2026, 1, 5, 8, tzinfo=UTC), services=SERVICES) as staged:
        yield Scene(staged, await staged.tenant("acme"), count(1))
