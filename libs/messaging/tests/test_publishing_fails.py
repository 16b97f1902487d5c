"""Where publishing fails midway, what was sent before is not left to fail behind our back."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from random import Random
from secrets import token_hex
from typing import Any

import pytest

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import BATCH_BYTES, KafkaPublisher
from recoup_messaging.records import Record
from recoup_testing.fake_subscriber import record
from recoup_testing.topics import topic_of_its_own

pytestmark = pytest.mark.servers
RECORDS = 8
NOTHING_FITS = {"max.message.bytes": "1000"}


class Unpublished(Exception):
    """A record could not be made."""


def more_than_a_batch(topic: str) -> Iterator[Record]:
    """The broker refuses the first batch, and then there is no next record."""
    noise = Random(1)
    for _ in range(RECORDS):
        value = noise.randbytes(2 * BATCH_BYTES // RECORDS)
        yield record(1)._replace(topic=topic, value=value)
    raise Unpublished


@pytest.fixture
async def unheard() -> AsyncIterator[list[Any]]:
    """What the event loop complains about."""
    complaints: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: complaints.append(context))
    yield complaints
    loop.set_exception_handler(None)


async def test_a_batch_that_is_refused_after_the_failure_is_heard(
    kafka: KafkaConnection, unheard: list[Any]
) -> None:
    publisher = KafkaPublisher(kafka, client_id="test")
    async with topic_of_its_own(kafka, f"recoup.test.{token_hex(4)}", 1, NOTHING_FITS) as topic:
        with pytest.raises(Unpublished):
            await publisher.publish(more_than_a_batch(topic))
    gc.collect()
    assert unheard == []
