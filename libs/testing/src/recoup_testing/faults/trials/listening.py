"""What is heard counts once or is set aside: good, unreadable, refused, repeated, and behind."""

from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_testing.aside import parked
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import LIMIT
from recoup_testing.faults.fold import assert_folded
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.hearsay import COUNTS_ALONG, NOON, heard_of, record, told, total_of
from recoup_testing.loops import eventually, running

TOO_MUCH = LIMIT + 1
RECORDS = [
    record(1),
    record(2, key="cus_2"),
    record(3, key="cus_3")._replace(value=b"{"),
    record(4, key="cus_3"),
    record(TOO_MUCH, key="cus_2"),
    record(TOO_MUCH + 1, key="cus_2"),
    record(6),
    record(1),
    record(7),
]
HEARD = {"cus_1": (1, 6, 7), "cus_2": (2,), "cus_3": ()}
SET_ASIDE = [(2, Reason.UNREADABLE), (3, Reason.BEHIND), (4, Reason.REFUSED), (5, Reason.BEHIND)]


class Listening:
    """A partition with everything in it that a consumer may meet."""

    needs_topic = True

    async def given(self, at: Place) -> None:
        publisher = KafkaPublisher(at.kafka, client_id="teller")
        await publisher.publish([each._replace(topic=at.topic) for each in RECORDS])
        await publisher.close()

    async def work(self, at: Place, line: Line) -> None:
        source = KafkaSource(at.kafka, group=at.owner, topics=[at.topic], instance="toy-1")
        async with at.desk(line) as desk:
            fetched = watched(source, "source", line.beside())
            consumer = Consumer(desk, fetched, COUNTS_ALONG, TurnedClock(NOON))

            async def at_the_end() -> bool:
                return consumer.ready and set(consumer.lag.values()) == {0}

            async with running(consumer):
                await eventually(at_the_end)

    async def then(self, at: Place) -> None:
        async with at.desk() as desk:
            for key, counts in HEARD.items():
                assert await heard_of(desk, key) == counts
                assert await total_of(desk, key) == sum(counts)
            aside = [(message.offset, message.reason) for message in await parked(desk)]
            assert aside == SET_ASIDE
            assert await desk.store.offset(OffsetKey(at.topic, 0)) == len(RECORDS)
            await assert_folded(
                desk, [told(by, key=key) for key, counts in HEARD.items() for by in counts]
            )
