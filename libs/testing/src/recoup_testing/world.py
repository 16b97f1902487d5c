"""A service for tests: it hears, its time passes and its lists catch up when a test says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause
from recoup_eventstore.desk import Desk
from recoup_eventstore.ports import START
from recoup_eventstore.postgres.read_models.runner import ProjectionRunner
from recoup_eventstore.ticker import Ticker
from recoup_service.house import House
from recoup_testing.clock import TurnedClock
from recoup_testing.hearing import hear


@dataclass(frozen=True, slots=True)
class World:
    """A house over some store, for one account."""

    house: House
    desk: Desk
    clock: TurnedClock
    account: Account
    runners: Sequence[ProjectionRunner] = ()

    def cause(self) -> Cause:
        return Cause(at=self.clock.now(), actor="test", correlation_id=self.desk.new_id())

    async def hear(self, *facts: Fact) -> None:
        """What other services said to this account."""
        await hear(self.house, self.desk, self.account, self.cause(), *facts)

    async def until(self, moment: datetime) -> None:
        """Let time pass, stopping at every moment something wants to be done."""
        ticker = Ticker(self.desk, self.clock, self.house.name, self.house.alarms)
        while (due := await self.desk.store.next_due()) is not None and due <= moment:
            self.clock.instant = max(due, self.clock.instant)
            await ticker.step()
        self.clock.instant = moment

    async def said(self) -> Sequence[Fact]:
        """Everything said so far, in order, in public and in private."""
        return [found.envelope.fact for found in await self.desk.store.feed(START, 1000)]

    async def catch_up(self) -> None:
        """Bring the lists up to what was said."""
        for runner in self.runners:
            while not await runner.quiet():
                await runner.step()
