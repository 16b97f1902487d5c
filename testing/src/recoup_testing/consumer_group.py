"""Members of groups that listen to one topic and write to one store."""

from collections.abc import Callable
from dataclasses import dataclass

from recoup_eventstore.command_runner import CommandRunner
from recoup_messaging.consumer import Consumer
from recoup_messaging.ports import Publisher, Source
from recoup_messaging.subscriptions import Subscriptions
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, received_by, record, total_of
from recoup_testing.loops import eventually

KEYS = [f"cus_{n}" for n in range(24)]


@dataclass(frozen=True)
class ConsumerGroup:
    """In memory or on servers; what is said to it, it must have counted once and in order."""

    command_runner: CommandRunner
    topic: str
    publisher: Publisher
    source: Callable[[str], Source]

    def consumer(
        self, group: str = "subscriber", subscriptions: Subscriptions = COUNTS_ALONG
    ) -> Consumer:
        return Consumer(self.command_runner, self.source(group), subscriptions, TurnedClock(NOON))

    async def publish(self, by: int) -> None:
        records = [record(by, key=key)._replace(topic=self.topic) for key in KEYS]
        await self.publisher.publish(records)

    async def assert_each_counted_once_in_order(self, rounds: int) -> None:
        counts = tuple(range(1, rounds + 1))
        for key in KEYS:
            assert await received_by(self.command_runner, key) == counts
            assert await total_of(self.command_runner, key) == sum(counts)


async def ready(*consumers: Consumer) -> None:
    """Until the groups have met and every partition is open."""

    async def all_ready() -> bool:
        return all(consumer.ready for consumer in consumers)

    await eventually(all_ready)
