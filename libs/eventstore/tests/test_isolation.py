"""Whatever one timer or effect raises, it alone is set aside; its neighbours happen once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.errors import Unavailable, Unstorable
from recoup_eventstore.isolation import Flooded
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import Kind, OperatorRequest, ParkedAction, ParkedFilter, Reason
from recoup_eventstore.parked_work import give_up, release
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker, TimerHandler
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, SetAlarm
from recoup_testing.exceptions import FAMILY
from recoup_testing.ids import counted_ids

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CAUSE = Cause(NOON, "test", UUID(int=7))
ORDER = OperatorRequest("ada", "it is mended", NOON)
STREAMS = [COUNTER.stream(TenantId(f"t{n % 2}"), f"cus_{n}", str(n)) for n in range(5)]


PLACES = ["prepare", "perform", "record", "timer"]
RAISED = [
    (place, error)
    for place in PLACES
    for error in FAMILY
    if place == "perform" or not isinstance(error, OSError)  # in a transaction it is the server's
]


def _id(value: object) -> str:
    return value if isinstance(value, str) else type(value).__name__


class Ring:
    """Rings once per stream, but raises for one of them until it is mended."""

    def __init__(self, place: str, bad: Stream, error: BaseException) -> None:
        self.rung: list[str] = []
        self.mended = False
        self._place, self._bad, self._error = place, bad, error

    def _raise(self, place: str, stream: Stream) -> None:
        if (place, stream) == (self._place, self._bad) and not self.mended:
            raise self._error

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Stream:
        await work.execute(COUNTER, stream, Count(by=10), cause)
        self._raise("prepare", stream)
        return stream

    async def perform(self, prepared: Stream) -> Stream:
        self.rung.append(prepared.id)
        self._raise("perform", prepared)
        return prepared

    def touches(self, _stream: Stream, _prepared: Stream, _result: Stream) -> Sequence[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Stream, now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, Count(), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)
        self._raise("record", stream)

    async def fire(self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
        await work.execute(COUNTER, stream, Count(), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)
        self._raise("timer", stream)


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
async def command_runner(store: Store) -> CommandRunner:
    return await command_runner_of(store)


async def command_runner_of(store: Store) -> CommandRunner:
    """All of its counters ring now."""
    command_runner = CommandRunner(store, [], counted_ids())
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for stream in STREAMS:
            await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)
    return command_runner


def loop_of(command_runner: CommandRunner, ring: Ring, place: str) -> PollingLoop:
    clock = TurnedClock(NOON)
    if place == "timer":
        return Ticker(
            command_runner, clock, "system:test", [TimerHandler(COUNTER, "alarm", ring.fire)]
        )
    return Effects(command_runner, clock, "system:test", COUNTER, "alarm", ring)


async def totals(command_runner: CommandRunner) -> list[int]:
    async with command_runner.work() as work:
        return [(await work.state(COUNTER, stream)).total for stream in STREAMS]


async def until_quiet(loop: PollingLoop) -> None:
    while await loop.step():
        pass


@pytest.mark.parametrize("bad", [0, 2, 4])
@pytest.mark.parametrize(("place", "error"), RAISED, ids=_id)
async def test_it_alone_is_parked_and_happens_once_it_is_mended(
    memory_store: MemoryStore, error: BaseException, place: str, bad: int
) -> None:
    await _it_alone_is_parked(await command_runner_of(memory_store), error, place, bad)


@pytest.mark.servers
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("error", [FAMILY[0], Unstorable("a NUL in a text")], ids=_id)
async def test_on_postgresql(
    postgres_store: PostgresStore, error: BaseException, place: str
) -> None:
    await _it_alone_is_parked(await command_runner_of(postgres_store), error, place, 2)


async def _it_alone_is_parked(
    command_runner: CommandRunner, error: BaseException, place: str, bad: int
) -> None:
    ring = Ring(place, STREAMS[bad], error)
    loop = loop_of(command_runner, ring, place)
    each = 1 if place == "timer" else 11
    await until_quiet(loop)
    assert await loop.quiet()
    assert [t for n, t in enumerate(await totals(command_runner)) if n != bad] == [each] * 4

    [parked] = await command_runner.store.list_parked(0, 9, ParkedFilter())
    assert parked.kind is (Kind.TIMER if place == "timer" else Kind.EFFECT)
    assert (parked.topic, parked.stream, parked.reason) == (
        "counter.alarm",
        STREAMS[bad],
        Reason.FAILED,
    )
    assert type(error).__name__ in parked.detail
    assert "jane@" not in parked.detail

    ring.mended = True
    await until_quiet(loop)
    assert len(await command_runner.store.list_parked(0, 9, ParkedFilter())) == 1, (
        "nobody said it is mended"
    )
    assert await release(command_runner, parked, ORDER) == 1
    await until_quiet(loop)
    assert (await totals(command_runner))[bad] % 10 == 1
    assert not await command_runner.store.list_parked(0, 9, ParkedFilter())
    assert [i.action for i in await command_runner.store.interventions(0, 9)] == [
        ParkedAction.REDRIVEN
    ]
    for neighbour in {str(n) for n in range(5)} - {str(bad)}:
        assert ring.rung.count(neighbour) == (place != "timer")


@pytest.mark.parametrize("place", PLACES)
async def test_transient_errors_park_nothing_and_what_was_performed_is_kept(
    command_runner: CommandRunner, place: str
) -> None:
    ring = Ring(place, STREAMS[2], Unavailable("no connection"))
    loop = loop_of(command_runner, ring, place)
    with pytest.raises(Unavailable):
        await loop.step()
    assert not await command_runner.store.list_parked(0, 9, ParkedFilter())
    ring.mended = True
    await until_quiet(loop)
    assert [total % 10 for total in await totals(command_runner)] == [1] * 5


@pytest.mark.parametrize("place", ["perform", "timer"])
async def test_what_is_given_up_does_not_happen_and_the_next_moment_does(
    command_runner: CommandRunner, place: str
) -> None:
    ring = Ring(place, STREAMS[2], ValueError())
    loop = loop_of(command_runner, ring, place)
    await until_quiet(loop)
    [parked] = await command_runner.store.list_parked(0, 9, ParkedFilter())
    assert await give_up(command_runner, parked, ORDER)
    assert not await give_up(command_runner, parked, ORDER)
    before = await totals(command_runner)
    await until_quiet(loop)
    assert await totals(command_runner) == before
    assert await command_runner.store.next_due() is None
    ring.mended = True
    async with command_runner.work() as work:
        await work.lock([STREAMS[2].account])
        await work.execute(COUNTER, STREAMS[2], SetAlarm(at=NOON - HOUR), CAUSE)
    await until_quiet(loop)
    assert (await totals(command_runner))[2] > before[2]
    assert [i.action for i in await command_runner.store.interventions(0, 9)] == [
        ParkedAction.SKIPPED
    ]


async def test_too_many_of_a_kind_stand_still_until_there_is_room(
    command_runner: CommandRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recoup_eventstore.isolation.LIMIT", 0)
    ring = Ring("timer", STREAMS[0], ValueError("again and again"))
    loop = loop_of(command_runner, ring, "timer")
    with pytest.raises(Flooded, match=r"limit is 0.*again and again"):
        await loop.step()
