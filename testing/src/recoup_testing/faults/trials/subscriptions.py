"""What is received counts once or is set aside: good, unreadable, refused, repeated, and behind."""

from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.consumer import Consumer
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import LIMIT
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, received_by, record, told, total_of
from recoup_testing.faults.fold import assert_folded
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.loops import eventually, running
from recoup_testing.parked_samples import parked

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


class Subscriptions:
    """A partition with everything in it that a consumer may meet."""

    needs_topic = True
    packages = ()

    async def given(self, at: Place) -> None:
        publisher = KafkaPublisher(at.kafka, client_id="teller")
        await publisher.publish([each._replace(topic=at.topic) for each in RECORDS])
        await publisher.close()

    async def work(self, at: Place, line: Line) -> None:
        source = KafkaSource(at.kafka, group=at.owner, topics=[at.topic], instance="sample-1")
        async with at.command_runner(line) as command_runner:
            fetched = watched(source, "source", line.beside())
            consumer = Consumer(command_runner, fetched, COUNTS_ALONG, TurnedClock(NOON))

            async def at_the_end() -> bool:
                return consumer.ready and set(consumer.lag.values()) == {0}

            async with running(consumer):
                await eventually(at_the_end)

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            for key, counts in HEARD.items():
                assert await received_by(command_runner, key) == counts
                assert await total_of(command_runner, key) == sum(counts)
            aside = [(message.offset, message.reason) for message in await parked(command_runner)]
            assert aside == SET_ASIDE
            assert await command_runner.store.offset(OffsetKey(at.topic, 0)) == len(RECORDS)
            await assert_folded(
                command_runner,
                [told(by, key=key) for key, counts in HEARD.items() for by in counts],
            )
