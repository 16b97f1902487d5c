"""Effects outside the database: prepared in one transaction, performed, recorded in another."""

import asyncio
from asyncio import FIRST_COMPLETED
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar

from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import Decider
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.isolation import blames_the_item, ends_the_process, isolated
from recoup_eventstore.parked import Kind
from recoup_eventstore.parked_work import park_work
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import DueTimer, TimerKey
from recoup_eventstore.timer_cause import continued
from recoup_eventstore.tracing import following
from recoup_eventstore.work import UnitOfWork

P = TypeVar("P")
R = TypeVar("R")
BATCH = 50


class Effect(Protocol[P, R]):
    """One kind of effect.

    A crash after ``prepare`` leads to ``prepare`` again: it decides what to do about an effect
    that may or may not have happened.
    """

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> P | None:
        """Decide at the last moment; ``None`` when there is nothing to perform."""

    async def perform(self, prepared: P) -> R:
        """Do it; an expected failure is a result. What it raises sets this one effect aside."""

    def touches(self, stream: Stream, prepared: P, result: R) -> Collection[Account]:
        """The accounts beside the stream's own that ``record`` changes; they are locked with it."""

    async def record(
        self, work: UnitOfWork, stream: Stream, result: R, now: datetime, cause: Cause
    ) -> None:
        """Decide what follows from the result."""


@dataclass(frozen=True, slots=True)
class _Ready(Generic[P]):
    stream: Stream
    prepared: P
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Performed(Generic[R]):
    stream: Stream
    result: R
    touches: Collection[Account]
    traceparent: str | None
    """Of the performance: what follows from it, it caused."""


@dataclass(frozen=True, slots=True)
class _Failed:
    stream: Stream
    error: BaseException


class Effects(PollingLoop, Generic[P, R]):
    """Performs what the timer ``name`` of a decider's streams asks for, one holder at a time."""

    def __init__(
        self,
        command_runner: CommandRunner,
        clock: Clock,
        actor: str,
        decider: Decider[Any, Any, Any],
        timer: str,
        effect: Effect[P, R],
    ) -> None:
        super().__init__()
        self.name = f"{decider.category}.{timer}"
        self._command_runner = command_runner
        self._clock = clock
        self._actor = actor
        self._decider = decider
        self._timer = timer
        self._effect = effect
        self.performed = Outcomes()
        """How long it took, by the kind of the result."""

    async def quiet(self) -> bool:
        return not await self._command_runner.store.due(self._clock.now(), [self.name], limit=1)

    async def step(self) -> int:
        due = await self._due()
        if not due:
            return 0
        streams = {_claim(timer.key.stream): timer.key.stream for timer in due}
        async with self._command_runner.store.claims() as claims:
            mine = set(await claims.take(streams))
            wanted = {
                timer.key.stream for timer in await self._due()
            }  # its last holder may have parked it
            held = [s for name, s in streams.items() if name in mine and s in wanted]
            await self._perform_all(await isolated(held, self._prepare, self._set_aside))
        return len(held)

    async def _due(self) -> Sequence[DueTimer]:
        return await self._command_runner.store.due(self._clock.now(), [self.name], BATCH)

    async def _prepare(self, streams: Sequence[Stream]) -> list[_Ready[P]]:
        now = self._clock.now()

        async def decision(work: UnitOfWork) -> list[_Ready[P]]:
            ready: list[_Ready[P]] = []
            await work.lock((stream.account for stream in streams), streams)
            for stream in streams:
                if not await self._is_wanted(work, stream, now):
                    continue  # someone else got here between our look and our claim
                cause = await continued(work, stream, now, self._actor)
                prepared = await self._effect.prepare(work, stream, now, cause)
                if prepared is not None:
                    ready.append(_Ready(stream, prepared, cause))
            return ready

        return await self._command_runner.decide(decision)

    async def _perform_all(self, ready: Sequence[_Ready[P]]) -> None:
        """Each result is recorded as soon as it is known, with those that came to be known meanwhile."""
        trouble: BaseException | None = None
        performing = {asyncio.create_task(self._perform(one)) for one in ready}
        try:
            while performing:
                known, performing = await asyncio.wait(performing, return_when=FIRST_COMPLETED)
                try:
                    await self._record_all([task.result() for task in known])
                except BaseException as error:
                    if ends_the_process(error):
                        raise
                    trouble = trouble or error  # what is under way outside still comes to its end
        finally:
            for task in performing:
                task.cancel()
        if trouble is not None:
            raise trouble

    async def _perform(self, ready: _Ready[P]) -> _Performed[R] | _Failed:
        attributes, started = {"recoup.effect": self.name}, perf_counter()
        try:
            with following(
                f"perform {self.name}", SpanKind.INTERNAL, attributes, ready.cause
            ) as cause:
                result = await self._effect.perform(ready.prepared)
        except BaseException as error:
            if ends_the_process(error):
                raise
            self.performed[type(error).__name__].add(perf_counter() - started)
            return _Failed(ready.stream, error)
        self.performed[type(result).__name__].add(perf_counter() - started)
        touches = self._effect.touches(ready.stream, ready.prepared, result)
        return _Performed(ready.stream, result, touches, cause.traceparent)

    async def _record_all(self, known: Sequence[_Performed[R] | _Failed]) -> None:
        performed = [one for one in known if isinstance(one, _Performed)]
        await isolated(performed, self._record, self._set_aside_performed)
        for one in known:
            if isinstance(one, _Failed):
                if not blames_the_item(one.error):
                    raise one.error
                await self._set_aside(one.stream, one.error)

    async def _record(self, performed: Sequence[_Performed[R]]) -> Sequence[Stream]:
        now = self._clock.now()
        streams = [one.stream for one in performed]

        touched = [account for one in performed for account in one.touches]

        async def decision(work: UnitOfWork) -> Sequence[Stream]:
            await work.lock([*(stream.account for stream in streams), *touched], streams)
            for one in performed:
                if not await self._is_wanted(work, one.stream, now):
                    continue  # we lost our claim with its connection, and its next holder was faster
                cause = await continued(work, one.stream, now, self._actor)
                cause = cause._replace(traceparent=one.traceparent)
                await self._effect.record(work, one.stream, one.result, now, cause)
            return streams

        return await self._command_runner.decide(decision)

    async def _set_aside_performed(self, performed: _Performed[R], error: BaseException) -> None:
        await self._set_aside(performed.stream, error)

    async def _set_aside(self, stream: Stream, error: BaseException) -> None:
        key = TimerKey(stream, self._timer)
        await park_work(self._command_runner, Kind.EFFECT, key, error, self._clock.now())

    async def _is_wanted(self, work: UnitOfWork, stream: Stream, now: datetime) -> bool:
        wanted = self._decider.timers(await work.state(self._decider, stream))
        return self._timer in wanted and wanted[self._timer] <= now


def _claim(stream: Stream) -> str:
    return f"{stream.account.tenant}/{stream.name}"
