"""Events leave their store at least once, in order, and a relay that lost its lease does no harm."""

from collections.abc import Iterable

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.consumer import Consumer
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.outbox import MemoryOutbox, MemorySlots
from recoup_messaging.ports import Publisher
from recoup_messaging.records import Record
from recoup_messaging.relay import Relay
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    along,
    command_runner_of,
    told,
    total_of,
)
from recoup_testing.loops import running, settled

ACCOUNT = told(1).account
PLACE = OffsetKey("recoup.invoice", 0)


class Teller:
    """A service that counts and publishes; ``relay`` gives it one more worker."""

    def __init__(self, bus: MemoryBus) -> None:
        store = MemoryStore()
        self.command_runner = command_runner_of(store)
        self.slots = MemorySlots(store)
        self._bus = bus

    async def count(self, *counts: int) -> None:
        async with self.command_runner.work() as work:
            await work.lock([ACCOUNT])
            for by in counts:
                await work.execute(COUNTER, along(ACCOUNT), Count(by=by), told(1).cause)

    def relay(self, worker: str, publisher: Publisher | None = None) -> Relay:
        return Relay(MemoryOutbox(self.slots, worker), publisher or self._bus, "invoice")


class Moody(MemoryBus):
    """A bus with an outage, that can also be told what to do in the middle of a publishing."""

    def __init__(self) -> None:
        super().__init__(partitions=1)
        self.outages = 0
        self.renewals = 0

    async def publish(self, records: Iterable[Record]) -> None:
        if self.outages:
            self.outages -= 1
            raise Unavailable("an outage")
        await super().publish(records)

    async def renew(self) -> None:
        self.renewals += 1


@pytest.fixture
def bus() -> Moody:
    return Moody()


@pytest.fixture
def owner_service(bus: Moody) -> Teller:
    return Teller(bus)


async def listen(bus: MemoryBus) -> CommandRunner:
    """What a subscriber makes of the topic."""
    command_runner = command_runner_of(MemoryStore())
    consumer = Consumer(
        command_runner,
        bus.source("subscriber", COUNTS_ALONG.topics),
        COUNTS_ALONG,
        TurnedClock(NOON),
    )
    async with running(consumer):
        await settled(consumer)
    return command_runner


async def test_what_is_counted_here_is_counted_there(bus: Moody, owner_service: Teller) -> None:
    await owner_service.count(1, 2, 3)
    relay = owner_service.relay("only")
    async with running(relay):
        await settled(relay)
    assert relay.done == 3
    assert await total_of(await listen(bus)) == 6


async def test_a_relay_is_quiet_only_when_nothing_is_left_to_publish(owner_service: Teller) -> None:
    relay = owner_service.relay("only")
    assert await relay.quiet()
    await owner_service.count(1)
    assert not await relay.quiet()
    assert (await relay.backlog()).events == 1
    await relay.step()
    assert await relay.quiet()


async def test_an_outage_is_waited_out_and_the_same_events_go_out(
    bus: Moody, owner_service: Teller
) -> None:
    bus.outages = 2
    await owner_service.count(1, 2)
    relay = owner_service.relay("only")
    async with running(relay):
        await settled(relay)
    assert len(bus.log(PLACE)) == relay.sent == 2
    assert {e: sum(d.counts) for e, d in relay.sending.items()} == {"Unavailable": 2, "": 1}


async def test_a_zombies_late_batch_is_published_twice_and_counted_once(
    bus: Moody, owner_service: Teller
) -> None:
    await owner_service.count(1, 2)

    class Sleepy(Moody):
        async def publish(self, records: Iterable[Record]) -> None:
            """Fall asleep until the lease is over and an heir has gone on."""
            owner_service.slots.expire("zombie")
            heir = owner_service.relay("heir")
            await heir.step()
            await owner_service.count(3)
            await heir.step()
            await bus.publish(records)

    sleepy = Sleepy()
    await owner_service.relay("zombie", sleepy).step()
    assert len(bus.log(PLACE)) == 5
    assert sleepy.renewals == 1
    assert await total_of(await listen(bus)) == 6
    assert await owner_service.relay("heir").quiet()


async def test_a_relay_that_stops_gives_its_slots_back(owner_service: Teller) -> None:
    relay = owner_service.relay("leaving")
    async with running(relay):
        await settled(relay)
    assert {slot.owner for slot in owner_service.slots.slots} == {None}
