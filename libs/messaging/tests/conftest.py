"""What the tests of this library share: topics of their own on one broker, and a turned clock."""

from collections.abc import AsyncIterator
from secrets import token_hex

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from recoup_testing.clock import TurnedClock
from recoup_testing.hearsay import NOON
from recoup_testing.loops import eventually

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
    """The topic of that service, with its leaders elected."""
    name = f"recoup.{owner}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, PARTITIONS, 1)])

    async def led() -> bool:
        [described] = await admin.describe_topics([name])
        leaders = [partition["leader"] for partition in described["partitions"]]
        return len(leaders) == PARTITIONS and min(leaders) >= 0

    await eventually(led)
    yield name
    await admin.delete_topics([name])
    await admin.close()
