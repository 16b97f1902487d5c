"""A service for tests: it receives, its time passes and its lists catch up when a test says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive

F = TypeVar("F", bound=Event)


@dataclass(frozen=True, slots=True)
class ServiceHarness:
    """A service over some store, for one account."""

    service: Service
    command_runner: CommandRunner
    clock: TurnedClock
    account: Account
    runners: Sequence[ProjectionRunner] = ()

    def cause(self) -> Cause:
        return Cause(at=self.clock.now(), actor="test", correlation_id=self.command_runner.new_id())

    async def receive(self, *events: Event) -> None:
        """What other services said to this account."""
        await receive(self.service, self.command_runner, self.account, self.cause(), *events)

    async def until(self, moment: datetime) -> None:
        """Let time pass, stopping at every moment something wants to be done."""
        ticker = Ticker(
            self.command_runner, self.clock, self.service.name, self.service.timer_handlers
        )
        while (due := await self.command_runner.store.next_due()) is not None and due <= moment:
            self.clock.instant = max(due, self.clock.instant)
            await ticker.step()
        self.clock.instant = moment

    async def comes(self, kind: type[F], until: datetime) -> Sequence[F]:
        """What of a kind is recorded by then, time having passed."""
        await self.until(until)
        return [event for event in await self.recorded() if isinstance(event, kind)]

    async def recorded(self) -> Sequence[Event]:
        """Everything said so far, in order, in public and in private."""
        return [found.envelope.event for found in await self.command_runner.store.feed(START, 1000)]

    async def catch_up(self) -> None:
        """Bring the lists up to what was said."""
        for runner in self.runners:
            while not await runner.quiet():
                await runner.step()
