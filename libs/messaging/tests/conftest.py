"""What the tests of this library share: topics of their own on one broker, and a turned clock."""

from collections.abc import AsyncIterator
from secrets import token_hex

import pytest

from recoup_testing.clock import TurnedClock
from recoup_testing.hearsay import NOON
from recoup_testing.topics import topic_of_its_own

PARTITIONS = 4


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture
def owner() -> str:
    """A service name nobody else uses on the shared broker."""
    return f"test_{token_hex(6)}"


@pytest.fixture
async def topic(kafka: str, owner: str) -> AsyncIterator[str]:
    """The topic of that service."""
    async with topic_of_its_own(kafka, f"recoup.{owner}", PARTITIONS) as name:
        yield name
