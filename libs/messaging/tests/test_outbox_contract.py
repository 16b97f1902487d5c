"""What every outbox promises; memory and PostgreSQL are held to the same words."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Changes, Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.rows import SLOTS
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.memory.outbox import MemoryOutbox, MemorySlots
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.outbox_row import Backlog, OutboxRow
from recoup_messaging.ports import PER_SLOT, Outbox
from recoup_testing.counter import COUNTER, AlarmSet, Counted
from recoup_testing.fake_subscriber import ACME, NOON

CAUSE = Cause(at=NOON, actor="test", correlation_id=UUID(int=7), traceparent="00-a-b-01")
ACCOUNTS = [f"cus_{n}" for n in range(500)]
NAMESPACE = UUID(int=1)


@dataclass(frozen=True)
class Place:
    """A store and the outboxes of its workers."""

    store: Store
    worker: Callable[[str], Outbox]
    stand_still: Callable[[str], Awaitable[None]]
    """Until the worker's leases have ended."""

    async def say(self, *events: Event, keys: Sequence[str] = ("cus_1",)) -> None:
        streams = [COUNTER.stream(ACME, key, key) for key in keys]
        recorded = [
            Envelope(uuid5(NAMESPACE, f"{stream.id}/{version}"), stream, version, CAUSE, event)
            for stream in streams
            for version, event in enumerate(events, start=1)
        ]
        async with self.store.transaction() as tx:
            await tx.lock([stream.account for stream in streams])
            await tx.write(Changes(events=recorded))


@pytest.fixture
def memory_place(memory_store: MemoryStore) -> Place:
    shared = MemorySlots(memory_store)

    async def stand_still(worker: str) -> None:
        shared.expire(worker)

    return Place(memory_store, lambda name: MemoryOutbox(shared, name), stand_still)


@pytest.fixture
def postgres_place(pools: Pools) -> Place:
    async def stand_still(worker: str) -> None:
        await pools.worker.execute(
            "update store.relay_slot set lease_until = now() where owner = $1", worker
        )

    return Place(PostgresStore(pools), lambda name: PostgresOutbox(pools, name), stand_still)


@pytest.fixture(params=["memory_place", pytest.param("postgres_place", marks=pytest.mark.servers)])
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = request.getfixturevalue(request.param)
    return chosen


def counts(events: Sequence[OutboxRow]) -> list[int]:
    return [Counted.model_validate_json(event.data).by for event in events]


async def test_public_events_are_read_oldest_first_and_private_ones_never(place: Place) -> None:
    await place.say(Counted(by=1), AlarmSet(at=None), Counted(by=2))
    assert counts(await place.worker("a").read()) == [1, 2]


async def test_the_events_of_each_account_are_in_order(place: Place) -> None:
    await place.say(*(Counted(by=by) for by in range(1, 4)), keys=ACCOUNTS)
    by_account: defaultdict[str, list[int]] = defaultdict(list)
    for event in await place.worker("a").read():
        by_account[event.account].extend(counts([event]))
    assert by_account == {account: [1, 2, 3] for account in ACCOUNTS}


async def test_a_row_says_all_there_is_to_say(place: Place) -> None:
    await place.say(Counted(by=1))
    [event] = await place.worker("a").read()
    assert (event.tenant, event.account, event.category) == (ACME, "cus_1", "counter")
    assert (event.stream, event.version, event.type) == ("counter-cus_1", 1, "counter.counted.v1")
    assert (event.at, event.actor, event.traceparent) == (NOON, "test", "00-a-b-01")
    assert (event.correlation_id, event.causation_id) == (CAUSE.correlation_id, None)


async def test_reading_is_repeated_until_the_cursors_move(place: Place) -> None:
    await place.say(Counted(by=1), Counted(by=2), Counted(by=3))
    outbox = place.worker("a")
    first = await outbox.read()
    assert await outbox.read() == first
    assert await outbox.advance(first[:2])
    assert counts(await outbox.read()) == [3]


async def test_a_long_line_is_read_piece_by_piece(place: Place) -> None:
    everything = range(1, PER_SLOT + 3)
    await place.say(*(Counted(by=by) for by in everything))
    outbox = place.worker("a")
    first = await outbox.read()
    await outbox.advance(first)
    assert counts([*first, *await outbox.read()]) == list(everything)
    assert len(first) == PER_SLOT


async def test_workers_share_the_slots_fairly_and_each_event_has_one_reader(place: Place) -> None:
    await place.say(Counted(by=1), keys=ACCOUNTS)
    workers = [place.worker(name) for name in ("a", "b", "c")]
    for worker in workers:
        await worker.read()
    shares = [{event.slot for event in await worker.read()} for worker in workers]
    assert sum(map(len, shares)) == len(set.union(*shares)) == SLOTS
    assert max(map(len, shares)) <= -(-SLOTS // 3)


async def test_who_stands_still_loses_the_slots_and_cannot_move_the_cursors(place: Place) -> None:
    await place.say(Counted(by=1), Counted(by=2))
    zombie, heir = place.worker("zombie"), place.worker("heir")
    held = await zombie.read()
    await place.stand_still("zombie")
    assert counts(await heir.read()) == [1, 2]
    assert not await zombie.advance(held)
    assert await heir.advance(await heir.read())
    assert await heir.read() == []


async def test_who_was_killed_goes_on_at_once_when_it_comes_back_under_its_name(
    place: Place,
) -> None:
    await place.say(Counted(by=1), Counted(by=2))
    killed = place.worker("invoice-1")
    [first, _] = await killed.read()
    await killed.advance([first])
    assert counts(await place.worker("invoice-1").read()) == [2]


async def test_losing_some_slots_does_not_hold_the_others_up(place: Place) -> None:
    await place.say(Counted(by=1), keys=ACCOUNTS)
    first, second = place.worker("first"), place.worker("second")
    everything = await first.read()
    others = await second.read()
    assert not await first.advance(everything)
    assert (await first.backlog()).events == len(others)


async def test_released_slots_are_free_at_once(place: Place) -> None:
    await place.say(Counted(by=1))
    leaving, staying = place.worker("leaving"), place.worker("staying")
    assert counts(await leaving.read()) == [1]
    await leaving.release()
    assert counts(await staying.read()) == [1]


async def test_the_backlog_counts_what_nobody_has_published(place: Place) -> None:
    outbox = place.worker("a")
    assert await outbox.backlog() == Backlog(0, None)
    await place.say(Counted(by=1), AlarmSet(at=None), Counted(by=2))
    assert await outbox.backlog() == Backlog(2, NOON)
    await outbox.advance(await outbox.read())
    assert await outbox.backlog() == Backlog(0, None)
