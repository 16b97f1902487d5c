"""What can be said about a running process: is it alive, ready, quiet, and how much has it done."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_service.observability.heartbeats import STUCK_SECONDS, Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.meters import Sample
from recoup_service.observability.metrics import LOOP_HEARTBEAT_AGE

Check = Callable[[], Awaitable[str | None]]
"""Says what is in the way of serving, ``None`` when nothing is."""
Gauge = Callable[[], Awaitable[Sequence[Sample]]]
"""Looks numbers up; raises ``Unavailable``."""
Count = Callable[[], Iterable[Sample]]
"""Reads numbers this process has counted."""


class Watch:
    """Knows nothing but ``starting`` until the process has opened."""

    def __init__(self, http: HttpMetrics, heartbeats: Heartbeats) -> None:
        self.http = http
        self.heartbeats = heartbeats
        self.checks: dict[str, Check] = {}
        self.warnings: list[Callable[[], Mapping[str, str]]] = []
        """What an operator must know that keeps nobody from being served."""
        self.counts: list[Count] = [http.samples]
        self.gauges: list[Gauge] = []
        self.loops: list[PollingLoop] = []
        self.moments: list[Callable[[], Awaitable[datetime | None]]] = []
        """Of loops that wait for one beside the store's timers."""
        self.command_runner: CommandRunner | None = None
        self.starting = "is starting"
        """What it waits for before it opens."""
        self.leaving = False
        """Set on the way out, so that nothing new is sent here."""

    def stuck(self) -> Sequence[str]:
        """The loops that have not taken a turn for too long."""
        ages = self.heartbeats.ages(self.loops)
        return [name for name, age in ages.items() if age > STUCK_SECONDS]

    async def complaints(self) -> Mapping[str, str]:
        """Why this process should not be sent requests, by check; empty when it is ready."""
        if self.leaving:
            return {"process": "is stopping"}
        if self.command_runner is None:
            return {"process": self.starting}
        found = {name: await check() for name, check in self.checks.items()}
        found |= {f"loop {name}": "is stuck" for name in self.stuck()}
        return {name: complaint for name, complaint in found.items() if complaint is not None}

    def known_warnings(self) -> Mapping[str, str]:
        """All of them, by what they are about."""
        return {what: why for warnings in self.warnings for what, why in warnings().items()}

    async def quiet(self) -> Mapping[str, Any]:
        """For the driver of a stepped clock; raises ``Unavailable``."""
        if self.command_runner is None:
            return {"quiet": False, "next_moment": None, "work": 0}
        quiet = await self._at_rest()
        next_moment = await self._next_moment(self.command_runner) if quiet else None
        return {
            "quiet": quiet,
            "next_moment": None if next_moment is None else next_moment.isoformat(),
            "work": self.command_runner.recorded + sum(loop.done for loop in self.loops),
        }

    async def _next_moment(self, command_runner: CommandRunner) -> datetime | None:
        found = [await command_runner.store.next_due()]
        found += [await moment() for moment in self.moments]
        return min((moment for moment in found if moment is not None), default=None)

    async def _at_rest(self) -> bool:
        """Wakes a loop that rests although there is work: a stepped clock announces no moment."""
        for loop in self.loops:
            if not await loop.quiet():
                loop.wake()
                return False
        return self.http.in_flight == 0

    async def samples(self) -> Sequence[Sample]:
        """Every number; what cannot be looked up now is left out."""
        ages = self.heartbeats.ages(self.loops)
        found = [Sample(LOOP_HEARTBEAT_AGE, age, [name]) for name, age in ages.items()]
        for count in self.counts:
            found += count()
        for gauge in self.gauges:
            try:
                found += await gauge()
            except Unavailable:
                continue
        return found
