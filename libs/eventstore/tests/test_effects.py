"""Effects are prepared, performed and recorded; a crash in between leads to being asked again."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, SetAlarm
from recoup_testing.ids import counted_ids
from recoup_testing.spans import links, traceparent_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
CAUSE = Cause(NOON, "test", UUID(int=7), traceparent=TRACEPARENT)
STREAMS = [COUNTER.stream(TenantId("acme"), f"cus_{n}", str(n)) for n in range(3)]


class Ring:
    """Rings a bell per stream; counts one more, and forgets the alarm, when it has rung."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.crash = False
        self.unwanted: set[str] = set()

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> str | None:
        if stream.id in self.unwanted:
            await work.execute(COUNTER, stream, SetAlarm(at=None), cause)
            return None
        return stream.id

    async def perform(self, prepared: str) -> int:
        self.rung.append(prepared)
        if self.crash:
            raise asyncio.CancelledError
        return 1

    def touches(self, _stream: Stream, _prepared: str, _result: int) -> Sequence[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: int, now: datetime, cause: Cause
    ) -> None:
        await work.execute(COUNTER, stream, Count(by=result), cause)
        await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


class Echoing(Ring):
    """What it learns is of another account, which nobody knew before it rang."""

    def touches(self, _stream: Stream, prepared: str, _result: int) -> Sequence[Account]:
        return [self.echo(prepared).account]

    async def record(
        self, work: UnitOfWork, stream: Stream, result: int, now: datetime, cause: Cause
    ) -> None:
        await super().record(work, stream, result, now, cause)
        await work.execute(COUNTER, self.echo(stream.id), Count(by=result), cause)

    def echo(self, id: str) -> Stream:
        return COUNTER.stream(TenantId("acme"), f"echo_{id}", f"echo_{id}")


class Overtaken(Ring):
    """Lost its claim while it rang: another holder has rung, too, and was the first to say so."""

    def __init__(self, command_runner: CommandRunner) -> None:
        super().__init__()
        self._command_runner = command_runner

    async def perform(self, prepared: str) -> int:
        [stream] = [stream for stream in STREAMS if stream.id == prepared]
        async with self._command_runner.work() as work:
            await work.lock([stream.account])
            await self.record(work, stream, 1, NOON, CAUSE)
        return await super().perform(prepared)


@pytest.fixture
async def command_runner() -> CommandRunner:
    command_runner = CommandRunner(MemoryStore(), [], counted_ids())
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in STREAMS)
        for stream in STREAMS:
            await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)
    return command_runner


def effects(command_runner: CommandRunner, ring: Ring) -> Effects[str, int]:
    return Effects(command_runner, TurnedClock(NOON), "system:test", COUNTER, "alarm", ring)


async def totals(command_runner: CommandRunner) -> list[int]:
    async with command_runner.work() as work:
        return [(await work.state(COUNTER, stream)).total for stream in STREAMS]


async def test_an_effect_records_what_it_learned_in_another_account(
    command_runner: CommandRunner,
) -> None:
    ring = Echoing()
    assert await effects(command_runner, ring).step() == 3
    async with command_runner.work() as work:
        echoes = [(await work.state(COUNTER, ring.echo(s.id))).total for s in STREAMS]
    assert echoes == [1, 1, 1]


async def test_each_effect_is_performed_once_and_recorded(command_runner: CommandRunner) -> None:
    ring = Ring()
    loop = effects(command_runner, ring)
    assert not await loop.quiet()
    assert await loop.step() == 3
    assert await loop.step() == 0
    assert sorted(ring.rung) == ["0", "1", "2"]
    assert await totals(command_runner) == [1, 1, 1]
    assert {result: sum(d.counts) for result, d in loop.performed.items()} == {"int": 3}
    assert await loop.quiet()


async def test_what_is_not_wanted_at_the_last_moment_is_not_performed(
    command_runner: CommandRunner,
) -> None:
    ring = Ring()
    ring.unwanted = {"1"}
    await effects(command_runner, ring).step()
    assert sorted(ring.rung) == ["0", "2"]
    assert await totals(command_runner) == [1, 0, 1]


async def test_an_effect_in_doubt_after_a_crash_is_prepared_again(
    command_runner: CommandRunner,
) -> None:
    ring = Ring()
    ring.crash = True
    with pytest.raises(asyncio.CancelledError):
        await effects(command_runner, ring).step()
    ring.crash = False
    await effects(command_runner, ring).step()
    assert ring.rung.count("0") == 2
    assert await totals(command_runner) == [1, 1, 1]


async def test_what_another_holder_has_recorded_meanwhile_is_not_recorded_again(
    command_runner: CommandRunner,
) -> None:
    assert await effects(command_runner, Overtaken(command_runner)).step() == 3
    assert await totals(command_runner) == [1, 1, 1]


async def test_an_effect_continues_the_conversation_that_asked_for_it(
    command_runner: CommandRunner,
) -> None:
    await effects(command_runner, Ring()).step()
    recorded = [p.envelope for p in await command_runner.store.feed(START, 100)]
    asked, counted, cleared = [e for e in recorded if e.stream == STREAMS[0]]
    assert {e.cause.correlation_id for e in (counted, cleared)} == {CAUSE.correlation_id}
    assert counted.cause.causation_id == cleared.cause.causation_id == asked.id


async def test_performing_is_a_span_linked_to_what_asked_for_it(
    command_runner: CommandRunner, spans: InMemorySpanExporter
) -> None:
    await effects(command_runner, Ring()).step()
    performed = spans.get_finished_spans()
    assert len(performed) == len(STREAMS)
    for span in performed:
        assert (span.name, span.kind) == ("perform counter.alarm", SpanKind.INTERNAL)
        assert dict(span.attributes or {}) == {"recoup.effect": "counter.alarm"}
        assert links(span) == [TRACEPARENT]
    recorded = [p.envelope for p in await command_runner.store.feed(START, 100)]
    asked, following = recorded[: len(STREAMS)], recorded[len(STREAMS) :]
    assert {e.cause.traceparent for e in asked} == {TRACEPARENT}
    assert {e.cause.traceparent for e in following} == {
        traceparent_of(span.context) for span in performed
    }


async def test_things_of_two_tenants_may_have_the_same_name() -> None:
    command_runner, ring = CommandRunner(MemoryStore(), [], counted_ids()), Ring()
    twins = [COUNTER.stream(TenantId(tenant), "cus_1", "1") for tenant in ("acme", "other")]
    async with command_runner.work() as work:
        await work.lock(stream.account for stream in twins)
        for stream in twins:
            await work.execute(COUNTER, stream, SetAlarm(at=NOON), CAUSE)
    assert await effects(command_runner, ring).step() == 2
    assert ring.rung == ["1", "1"]


async def test_what_another_process_performs_is_left_to_it(command_runner: CommandRunner) -> None:
    ring = Ring()
    async with command_runner.store.claims() as other:
        await other.take(["acme/counter-1"])
        await effects(command_runner, ring).step()
        assert sorted(ring.rung) == ["0", "2"]
    await effects(command_runner, ring).step()
    assert sorted(ring.rung) == ["0", "1", "2"]
