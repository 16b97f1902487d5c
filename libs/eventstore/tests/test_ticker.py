"""Timers fire at or before now, in order, once, with what follows in the same transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import ParkedFilter
from recoup_eventstore.ports import START
from recoup_eventstore.timer_cause import continued
from recoup_eventstore.timers import BATCH, StuckTimer, Ticker, TimerHandler
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, AlarmSet, Count, Counted, SetAlarm
from recoup_testing.ids import counted_ids
from recoup_testing.spans import links, traceparent_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
CAUSE = Cause(NOON, "test", UUID(int=7), traceparent=TRACEPARENT)
STREAMS = [COUNTER.stream(TenantId("acme"), "cus_1", str(n)) for n in range(3)]


async def count_and_clear(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(COUNTER, stream, Count(), cause)
    await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


async def forget(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """A wake that changes nothing."""


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture
async def command_runner() -> CommandRunner:
    command_runner = CommandRunner(MemoryStore(), [], counted_ids())
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for minutes, stream in enumerate(reversed(STREAMS)):
            await work.execute(COUNTER, stream, SetAlarm(at=NOON + minutes * MINUTE), CAUSE)
    return command_runner


def ticker(command_runner: CommandRunner, clock: TurnedClock) -> Ticker:
    return Ticker(
        command_runner, clock, "system:test", [TimerHandler(COUNTER, "alarm", count_and_clear)]
    )


async def counted(command_runner: CommandRunner) -> list[str]:
    events = await command_runner.store.feed(START, 100)
    return [p.envelope.stream.id for p in events if isinstance(p.envelope.event, Counted)]


async def test_nothing_fires_early(command_runner: CommandRunner, clock: TurnedClock) -> None:
    clock.turn(-MINUTE)
    assert await ticker(command_runner, clock).step() == 0
    assert await ticker(command_runner, clock).quiet()


async def test_what_is_due_fires_once_in_the_order_of_its_moments(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    clock.turn(MINUTE)
    soon = ticker(command_runner, clock)
    assert not await soon.quiet()
    assert await soon.step() == 2
    assert await soon.step() == 0
    assert await counted(command_runner) == ["2", "1"]
    assert soon.fired == {"counter.alarm": 2}
    assert await command_runner.store.next_due() == NOON + 2 * MINUTE


async def test_what_a_batch_will_read_is_foreseen_once_it_is_taken(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    foreseen: list[list[str]] = []

    async def foresee(work: UnitOfWork, streams: Sequence[Stream]) -> None:
        assert await counted(command_runner) == [], "nothing is answered yet"
        foreseen.append([stream.id for stream in streams])

    clock.turn(MINUTE)
    handler = TimerHandler(COUNTER, "alarm", count_and_clear, foresee)
    assert await Ticker(command_runner, clock, "system:test", [handler]).step() == 2
    assert foreseen == [["2", "1"]]


async def test_a_day_missed_is_made_up_for(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    clock.turn(timedelta(days=1))
    assert await ticker(command_runner, clock).step() == 3
    assert await counted(command_runner) == ["2", "1", "0"]


async def test_one_step_goes_through_many_transactions_in_the_order_of_moments(
    clock: TurnedClock,
) -> None:
    command_runner = CommandRunner(MemoryStore(), [], counted_ids())
    streams = [COUNTER.stream(TenantId("acme"), "cus_1", str(n)) for n in range(BATCH + 1)]
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in streams)
        for before, stream in enumerate(streams):
            await work.execute(COUNTER, stream, SetAlarm(at=NOON - before * MINUTE), CAUSE)
    assert await ticker(command_runner, clock).step() == BATCH + 1
    events = [p.envelope for p in await command_runner.store.feed(START, 5 * BATCH)]
    answered = [e.stream for e in events if isinstance(e.event, Counted)]
    assert answered == streams[::-1]


@pytest.mark.parametrize("last", [NOON + MINUTE, None])
async def test_what_an_answer_says_last_about_its_own_moment_holds(
    command_runner: CommandRunner, clock: TurnedClock, last: datetime | None
) -> None:
    async def snooze(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
        for at in (None, NOON + 2 * MINUTE, last):
            await work.execute(COUNTER, stream, SetAlarm(at=at), cause)

    assert (
        await Ticker(
            command_runner, clock, "system:test", [TimerHandler(COUNTER, "alarm", snooze)]
        ).step()
        == 1
    )
    waiting = await command_runner.store.due(NOON + 2 * MINUTE, ["counter.alarm"], 10)
    assert [t.due_at for t in waiting if t.key.stream == STREAMS[2]] == ([last] if last else [])


async def test_without_the_store_every_timer_is_kept(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    async def fail(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
        raise Unavailable("no connection")

    failing = Ticker(command_runner, clock, "system:test", [TimerHandler(COUNTER, "alarm", fail)])
    with pytest.raises(Unavailable):
        await failing.step()
    assert await command_runner.store.next_due() == NOON


async def test_a_wake_that_leaves_the_state_waiting_is_a_bug_that_shows(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    stuck = Ticker(command_runner, clock, "system:test", [TimerHandler(COUNTER, "alarm", forget)])
    await stuck.step()
    [parked] = await command_runner.store.list_parked(0, 9, ParkedFilter())
    assert parked.detail.startswith(
        f"{StuckTimer.__module__}.StuckTimer: counter-2 still wants alarm"
    )


async def test_an_answer_is_caused_by_the_system_now(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    await ticker(command_runner, clock).step()
    last = (await command_runner.store.feed(START, 100))[-1].envelope
    assert isinstance(last.event, AlarmSet)
    assert (last.cause.at, last.cause.actor) == (NOON, "system:test")


async def test_what_follows_from_a_moment_continues_the_conversation_that_set_it(
    command_runner: CommandRunner, clock: TurnedClock
) -> None:
    await ticker(command_runner, clock).step()
    recorded = [p.envelope for p in await command_runner.store.feed(START, 100)]
    asked, counted, cleared = [e for e in recorded if e.stream == STREAMS[2]]
    assert {e.cause.correlation_id for e in (counted, cleared)} == {CAUSE.correlation_id}
    assert {e.cause.causation_id for e in (counted, cleared)} == {asked.id}
    assert {e.cause.traceparent for e in recorded} == {TRACEPARENT}


async def test_firing_is_a_span_linked_to_what_set_the_timer(
    command_runner: CommandRunner, clock: TurnedClock, spans: InMemorySpanExporter
) -> None:
    await ticker(command_runner, clock).step()
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("fire counter.alarm", SpanKind.INTERNAL)
    assert dict(span.attributes or {}) == {"recoup.timer": "counter.alarm"}
    assert links(span) == [TRACEPARENT]
    last = (await command_runner.store.feed(START, 100))[-1].envelope
    assert last.cause.traceparent == traceparent_of(span.context)


async def test_two_moments_of_one_stream_at_once_are_caused_one_by_the_other(
    clock: TurnedClock,
) -> None:
    command_runner, stream = CommandRunner(MemoryStore(), [], counted_ids()), STREAMS[0]
    async with command_runner.work() as work:
        await work.lock([stream.account])
        await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)
        first = await continued(work, stream, NOON, "system:test")
        await work.execute(COUNTER, stream, Count(), first)
        second = await continued(work, stream, NOON, "system:test")
    asked, counted = [p.envelope for p in await command_runner.store.feed(START, 100)]
    assert (first.causation_id, second.causation_id) == (asked.id, counted.id)
    assert first.correlation_id == second.correlation_id == CAUSE.correlation_id
