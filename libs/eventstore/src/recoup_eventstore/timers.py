"""Fires timers: a moment that has come is removed and answered in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import Decider
from recoup_eventstore.gather_all import side_by_side
from recoup_eventstore.isolation import isolated
from recoup_eventstore.parked import Kind
from recoup_eventstore.parked_work import park_work
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import DueTimer
from recoup_eventstore.timer_cause import continued
from recoup_eventstore.tracing import following
from recoup_eventstore.work import UnitOfWork

Wake = Callable[[UnitOfWork, Stream, datetime, Cause], Awaitable[None]]
"""Decides what follows from a moment having come: ``(work, stream, now, cause)``."""
Foresee = Callable[[UnitOfWork, Sequence[Stream]], Awaitable[None]]
"""Reads at once what the answers to a batch of timers will read: a hint, without which each asks for itself."""

BATCH = 250
"""Timers of one transaction."""
AHEAD = 2_000
"""Timers looked up at once; a lane goes on to its next transaction without asking again."""
LANES = 2
"""Transactions at a time: one decides while the other waits for its disk."""


class StuckTimer(Exception):
    """A bug: a moment came, and the state still wants to be woken at that same moment."""


@dataclass(frozen=True, slots=True)
class TimerHandler:
    """One kind of timer and its answer."""

    decider: Decider[Any, Any, Any]
    name: str
    wake: Wake
    foresee: Foresee | None = None

    @property
    def full_name(self) -> str:
        return f"{self.decider.category}.{self.name}"


class Ticker(PollingLoop):
    """Answers each due timer once, by one process; an account's in the order of their moments."""

    name = "ticker"

    def __init__(
        self,
        command_runner: CommandRunner,
        clock: Clock,
        actor: str,
        timer_handlers: Sequence[TimerHandler],
    ) -> None:
        super().__init__()
        self._command_runner = command_runner
        self._clock = clock
        self._actor = actor
        self._timer_handlers: Mapping[str, TimerHandler] = {
            handler.full_name: handler for handler in timer_handlers
        }
        self.fired: Counter[str] = Counter()
        """How many of each kind have been answered."""

    async def quiet(self) -> bool:
        return not await self._command_runner.store.due(
            self._clock.now(), list(self._timer_handlers), limit=1
        )

    async def step(self) -> int:
        due = await self._command_runner.store.due(
            self._clock.now(), list(self._timer_handlers), AHEAD
        )
        return sum(await side_by_side(map(self._answer_all, _lanes(due))))

    async def _answer_all(self, lane: Sequence[DueTimer]) -> int:
        batches = (lane[start : start + BATCH] for start in range(0, len(lane), BATCH))
        return sum([await self._answer(batch) for batch in batches])

    async def _answer(self, due: Sequence[DueTimer]) -> int:
        taken = await isolated(due, self._fire_all, self._set_aside)
        self.fired.update(f"{timer.key.stream.category}.{timer.key.name}" for timer in taken)
        return len(taken)

    async def _fire_all(self, due: Sequence[DueTimer]) -> Sequence[DueTimer]:
        now = self._clock.now()

        async def decision(work: UnitOfWork) -> Sequence[DueTimer]:
            streams = [timer.key.stream for timer in due]
            await work.lock((stream.account for stream in streams), streams)
            taken = await work.take(due)
            await self._foresee(work, taken)
            for timer in taken:
                await self._fire(work, timer, now)
            return taken

        return await self._command_runner.decide(decision)

    async def _foresee(self, work: UnitOfWork, taken: Sequence[DueTimer]) -> None:
        streams: defaultdict[str, list[Stream]] = defaultdict(list)
        for timer in taken:
            streams[f"{timer.key.stream.category}.{timer.key.name}"].append(timer.key.stream)
        for name, mine in streams.items():
            foresee = self._timer_handlers[name].foresee
            if foresee is not None:
                await foresee(work, mine)

    async def _set_aside(self, timer: DueTimer, error: BaseException) -> None:
        await park_work(self._command_runner, Kind.TIMER, timer.key, error, self._clock.now())

    async def _fire(self, work: UnitOfWork, timer: DueTimer, now: datetime) -> None:
        stream, name = timer.key
        handler = self._timer_handlers[f"{stream.category}.{name}"]
        cause = await continued(work, stream, now, self._actor)
        attributes = {"recoup.timer": handler.full_name}
        with following(f"fire {handler.full_name}", SpanKind.INTERNAL, attributes, cause) as fired:
            await handler.wake(work, stream, now, fired)
        wanted = handler.decider.timers(await work.state(handler.decider, stream))
        if wanted.get(name) == timer.due_at:
            raise StuckTimer(f"{stream.name} still wants {name} at {timer.due_at}")


def _lanes(due: Sequence[DueTimer]) -> Collection[Sequence[DueTimer]]:
    """An account keeps to one lane, so that no lane waits for another's locks."""
    lanes: defaultdict[int, list[DueTimer]] = defaultdict(list)
    for timer in due:
        lanes[crc32(timer.key.stream.account.key.encode()) % LANES].append(timer)
    return lanes.values()
