"""Effects outside the database: prepared in one transaction, performed, recorded in another.

Whatever takes long outside goes on beside the next ones: a running loop waits for it no longer than a moment.
"""

import asyncio
from asyncio import FIRST_COMPLETED, Task
from collections.abc import Sequence
from datetime import datetime
from math import inf
from time import monotonic
from typing import Any, Generic, TypeVar

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import Decider
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.effect import Effect, Foreseeing
from recoup_eventstore.held_claims import HeldClaims
from recoup_eventstore.isolation import blames_the_item, ends_the_process, isolated
from recoup_eventstore.parked import Kind
from recoup_eventstore.parked_work import park_work
from recoup_eventstore.performing import Failed, Performed, Ready, performed
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import DueTimer, TimerKey
from recoup_eventstore.timer_cause import continued
from recoup_eventstore.work import UnitOfWork

P = TypeVar("P")
R = TypeVar("R")
BATCH = 50
"""Prepared in one transaction."""
AHEAD = 4 * BATCH
"""Looked up at once: what other processes hold stands at the beginning, and the rest is left to us."""
MOST_UNDER_WAY = 400
"""Performed at a time. So many may hang before the others wait for them."""
PATIENCE_SECONDS = 0.1
"""So long a running loop waits for what is under way before it looks for more."""
ROOM = BATCH // 2
"""So few are under way when the next batch is prepared, if there is one."""


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
        self._claims = HeldClaims(command_runner.store)
        self._patience_seconds = inf
        self._under_way: dict[Task[Performed[R] | Failed], Stream] = {}
        self.performed = Outcomes()
        """How long it took, by the kind of the result."""

    async def quiet(self) -> bool:
        if self._under_way:
            return False
        return not await self._command_runner.store.due(self._clock.now(), [self.name], limit=1)

    async def run(self) -> None:
        """See ``PollingLoop``; once stopped, what is under way comes to its end."""
        self._patience_seconds = PATIENCE_SECONDS
        try:
            await super().run()
            await self._settle(inf, room=0)
        finally:
            await self._abandon()

    async def step(self) -> int:
        """Says how many came to their end.

        By itself it waits for all that it began, unless there is more to begin; of a running loop, what takes long
        comes to its end in a later step.
        """
        try:
            held, more = await self._take()
            ready = await isolated(held, self._prepare, self._set_aside)
            await self._claims.release(set(held) - {one.stream for one in ready})
            for one in ready:
                task = asyncio.create_task(performed(self.name, self._effect, self.performed, one))
                task.add_done_callback(lambda _: self.wake())
                self._under_way[task] = one.stream
            until = monotonic() + self._patience_seconds
            return len(held) - len(ready) + await self._settle(until, ROOM if more else 0)
        except BaseException as error:
            if ends_the_process(error):
                await self._abandon()
            raise

    async def _take(self) -> tuple[Sequence[Stream], bool]:
        """Those that are ours from now on, and whether there may be more."""
        room = min(BATCH, MOST_UNDER_WAY - len(self._under_way))
        due = await self._due() if room else []
        if not due:
            return [], False
        taken = await self._claims.take(due, room)
        wanted = set(await self._due())  # its last holder may have parked it
        await self._claims.release(set(taken) - wanted)
        return [stream for stream in taken if stream in wanted], room == len(taken) < len(due)

    async def _due(self) -> Sequence[Stream]:
        """Those that are not under way here."""
        mine = set(self._under_way.values())
        due: Sequence[DueTimer] = await self._command_runner.store.due(
            self._clock.now(), [self.name], AHEAD + len(mine)
        )
        return [timer.key.stream for timer in due if timer.key.stream not in mine]

    async def _prepare(self, streams: Sequence[Stream]) -> list[Ready[P]]:
        now = self._clock.now()

        async def decision(work: UnitOfWork) -> list[Ready[P]]:
            ready: list[Ready[P]] = []
            await work.lock((stream.account for stream in streams), streams)
            if isinstance(self._effect, Foreseeing):
                await self._effect.foresee(work, streams)
            for stream in streams:
                if not await self._is_wanted(work, stream, now):
                    continue  # someone else got here between our look and our claim
                cause = await continued(work, stream, now, self._actor)
                prepared = await self._effect.prepare(work, stream, now, cause)
                if prepared is not None:
                    ready.append(Ready(stream, prepared, cause))
            return ready

        return await self._command_runner.decide(decision)

    async def _settle(self, until: float, room: int) -> int:
        """Record results as they come to be known, until so few are under way or the time is over.

        Each is recorded with those that came to be known meanwhile.
        """
        trouble: BaseException | None = None
        count = 0
        while len(self._under_way) > room and (left := until - monotonic()) > 0:
            wait = None if left == inf else left
            known, _ = await asyncio.wait(
                self._under_way, timeout=wait, return_when=FIRST_COMPLETED
            )
            streams = [self._under_way.pop(task) for task in known]
            count += len(known)
            try:
                await self._record_all([task.result() for task in known])
            except BaseException as error:
                if ends_the_process(error):
                    raise
                trouble = trouble or error  # what is under way outside still comes to its end
            await self._claims.release(streams)
        if trouble is not None:
            raise trouble
        return count

    async def _record_all(self, known: Sequence[Performed[R] | Failed]) -> None:
        done = [one for one in known if isinstance(one, Performed)]
        await isolated(done, self._record, self._set_aside_performed)
        for one in known:
            if isinstance(one, Failed):
                if not blames_the_item(one.error):
                    raise one.error
                await self._set_aside(one.stream, one.error)

    async def _record(self, done: Sequence[Performed[R]]) -> Sequence[Stream]:
        now = self._clock.now()
        streams = [one.stream for one in done]
        touched = [account for one in done for account in one.touches]

        async def decision(work: UnitOfWork) -> Sequence[Stream]:
            await work.lock([*(stream.account for stream in streams), *touched], streams)
            if isinstance(self._effect, Foreseeing):
                await self._effect.foresee_records(work, streams)
            for one in done:
                if not await self._is_wanted(work, one.stream, now):
                    continue  # we lost our claim with its connection, and its next holder was faster
                cause = await continued(work, one.stream, now, self._actor)
                cause = cause._replace(traceparent=one.traceparent)
                await self._effect.record(work, one.stream, one.result, now, cause)
            return streams

        return await self._command_runner.decide(decision)

    async def _set_aside_performed(self, one: Performed[R], error: BaseException) -> None:
        await self._set_aside(one.stream, error)

    async def _set_aside(self, stream: Stream, error: BaseException) -> None:
        key = TimerKey(stream, self._timer)
        await park_work(self._command_runner, Kind.EFFECT, key, error, self._clock.now())

    async def _is_wanted(self, work: UnitOfWork, stream: Stream, now: datetime) -> bool:
        wanted = self._decider.timers(await work.state(self._decider, stream))
        return self._timer in wanted and wanted[self._timer] <= now

    async def _abandon(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._under_way.clear()
        await self._claims.close()
