"""Timers fire at or before now, in order, once, with what follows in the same transaction."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from recoup_events.envelope import Cause, Stream
from recoup_events.ids import TenantId
from recoup_eventstore.causes import continued
from recoup_eventstore.desk import Desk
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.parked import Wanted
from recoup_eventstore.ports import START
from recoup_eventstore.ticker import BATCH, Alarm, StuckTimer, Ticker
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
async def desk() -> Desk:
    desk = Desk(MemoryStore(), [], counted_ids())
    async with desk.work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for minutes, stream in enumerate(reversed(STREAMS)):
            await work.execute(COUNTER, stream, SetAlarm(at=NOON + minutes * MINUTE), CAUSE)
    return desk


def ticker(desk: Desk, clock: TurnedClock) -> Ticker:
    return Ticker(desk, clock, "system:test", [Alarm(COUNTER, "alarm", count_and_clear)])


async def counted(desk: Desk) -> list[str]:
    facts = await desk.store.feed(START, 100)
    return [p.envelope.stream.id for p in facts if isinstance(p.envelope.fact, Counted)]


async def test_nothing_fires_early(desk: Desk, clock: TurnedClock) -> None:
    clock.turn(-MINUTE)
    assert await ticker(desk, clock).step() == 0
    assert await ticker(desk, clock).quiet()


async def test_what_is_due_fires_once_in_the_order_of_its_moments(
    desk: Desk, clock: TurnedClock
) -> None:
    clock.turn(MINUTE)
    soon = ticker(desk, clock)
    assert not await soon.quiet()
    assert await soon.step() == 2
    assert await soon.step() == 0
    assert await counted(desk) == ["2", "1"]
    assert soon.fired == {"counter.alarm": 2}
    assert await desk.store.next_due() == NOON + 2 * MINUTE


async def test_a_day_missed_is_made_up_for(desk: Desk, clock: TurnedClock) -> None:
    clock.turn(timedelta(days=1))
    assert await ticker(desk, clock).step() == 3
    assert await counted(desk) == ["2", "1", "0"]


async def test_one_step_goes_through_many_transactions_in_the_order_of_moments(
    clock: TurnedClock,
) -> None:
    desk = Desk(MemoryStore(), [], counted_ids())
    streams = [COUNTER.stream(TenantId("acme"), "cus_1", str(n)) for n in range(BATCH + 1)]
    async with desk.work() as work:
        await work.lock(stream.account for stream in streams)
        for before, stream in enumerate(streams):
            await work.execute(COUNTER, stream, SetAlarm(at=NOON - before * MINUTE), CAUSE)
    assert await ticker(desk, clock).step() == BATCH + 1
    facts = [p.envelope for p in await desk.store.feed(START, 5 * BATCH)]
    answered = [e.stream for e in facts if isinstance(e.fact, Counted)]
    assert answered == streams[::-1]


@pytest.mark.parametrize("last", [NOON + MINUTE, None])
async def test_what_an_answer_says_last_about_its_own_moment_holds(
    desk: Desk, clock: TurnedClock, last: datetime | None
) -> None:
    async def snooze(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
        for at in (None, NOON + 2 * MINUTE, last):
            await work.execute(COUNTER, stream, SetAlarm(at=at), cause)

    assert await Ticker(desk, clock, "system:test", [Alarm(COUNTER, "alarm", snooze)]).step() == 1
    waiting = await desk.store.due(NOON + 2 * MINUTE, ["counter.alarm"], 10)
    assert [t.due_at for t in waiting if t.key.stream == STREAMS[2]] == ([last] if last else [])


async def test_without_the_store_every_timer_is_kept(desk: Desk, clock: TurnedClock) -> None:
    async def fail(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
        raise Unavailable("no connection")

    failing = Ticker(desk, clock, "system:test", [Alarm(COUNTER, "alarm", fail)])
    with pytest.raises(Unavailable):
        await failing.step()
    assert await desk.store.next_due() == NOON


async def test_a_wake_that_leaves_the_state_waiting_is_a_bug_that_shows(
    desk: Desk, clock: TurnedClock
) -> None:
    stuck = Ticker(desk, clock, "system:test", [Alarm(COUNTER, "alarm", forget)])
    await stuck.step()
    [parked] = await desk.store.list_parked(0, 9, Wanted())
    assert parked.detail.startswith(
        f"{StuckTimer.__module__}.StuckTimer: counter-2 still wants alarm"
    )


async def test_an_answer_is_caused_by_the_system_now(desk: Desk, clock: TurnedClock) -> None:
    await ticker(desk, clock).step()
    last = (await desk.store.feed(START, 100))[-1].envelope
    assert isinstance(last.fact, AlarmSet)
    assert (last.cause.at, last.cause.actor) == (NOON, "system:test")


async def test_what_follows_from_a_moment_continues_the_conversation_that_set_it(
    desk: Desk, clock: TurnedClock
) -> None:
    await ticker(desk, clock).step()
    said = [p.envelope for p in await desk.store.feed(START, 100)]
    asked, counted, cleared = [e for e in said if e.stream == STREAMS[2]]
    assert {e.cause.correlation_id for e in (counted, cleared)} == {CAUSE.correlation_id}
    assert {e.cause.causation_id for e in (counted, cleared)} == {asked.id}
    assert {e.cause.traceparent for e in said} == {TRACEPARENT}


async def test_firing_is_a_span_linked_to_what_set_the_timer(
    desk: Desk, clock: TurnedClock, spans: InMemorySpanExporter
) -> None:
    await ticker(desk, clock).step()
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("fire counter.alarm", SpanKind.INTERNAL)
    assert dict(span.attributes or {}) == {"recoup.timer": "counter.alarm"}
    assert links(span) == [TRACEPARENT]
    last = (await desk.store.feed(START, 100))[-1].envelope
    assert last.cause.traceparent == traceparent_of(span.context)


async def test_two_moments_of_one_stream_at_once_are_caused_one_by_the_other(
    clock: TurnedClock,
) -> None:
    desk, stream = Desk(MemoryStore(), [], counted_ids()), STREAMS[0]
    async with desk.work() as work:
        await work.lock([stream.account])
        await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)
        first = await continued(work, stream, NOON, "system:test")
        await work.execute(COUNTER, stream, Count(), first)
        second = await continued(work, stream, NOON, "system:test")
    asked, counted = [p.envelope for p in await desk.store.feed(START, 100)]
    assert (first.causation_id, second.causation_id) == (asked.id, counted.id)
    assert first.correlation_id == second.correlation_id == CAUSE.correlation_id
