"""The largest event that is recorded is published and read, however badly it compresses."""

from random import Random
from secrets import token_hex

import pytest

from recoup_events.kernel.sizes import EVENT_BYTES, MESSAGE_BYTES
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_testing.fake_subscriber import record
from recoup_testing.topics import published, topic_of_its_own

pytestmark = pytest.mark.servers
AS_IN_PRODUCTION = {"max.message.bytes": str(MESSAGE_BYTES)}
LONGEST_NAME = "\N{ROCKET}" * 200


@pytest.mark.parametrize("key", ["cus_1", LONGEST_NAME])
async def test_the_largest_is_read_between_its_neighbours(kafka: KafkaConnection, key: str) -> None:
    noise = Random(1).randbytes(EVENT_BYTES)
    publisher = KafkaPublisher(kafka, client_id="test")
    async with topic_of_its_own(kafka, f"recoup.test.{token_hex(4)}", 1, AS_IN_PRODUCTION) as topic:
        sent = [record(by, key=key, position=by)._replace(topic=topic) for by in (1, 2, 3)]
        sent[1] = sent[1]._replace(value=noise)
        await publisher.publish(sent)
        await publisher.close()
        read = await published(kafka, topic)
    assert [received.value for received in read] == [one.value for one in sent]
