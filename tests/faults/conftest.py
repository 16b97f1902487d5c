"""Where trials take place: on real servers, each in a database and on a topic of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_testing.databases import Databases
from recoup_testing.faults.place import Place
from recoup_testing.faults.trial import Places, Trial
from recoup_testing.topics import topic_of_its_own


@pytest.fixture
def places(databases: Databases, kafka: KafkaConnection, tmp_path: Path) -> Places:
    """A new place with all that this trial needs, and nothing done yet."""

    @asynccontextmanager
    async def place(trial: Trial) -> AsyncIterator[Place]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(databases.fresh(trial.packages))
            name = f"trial_{token_hex(6)}"
            at = Place(database, kafka, name, tmp_path / name)
            if trial.needs_topic:
                await stack.enter_async_context(topic_of_its_own(kafka, at.topic, 1))
            await trial.given(at)
            yield at

    return place
