"""Services that know each other by their events alone, in one process and without a broker."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START, Cursor
from recoup_eventstore.timers import Ticker
from recoup_eventstore.work import UnitOfWork
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock

PAGE = 1000


@dataclass
class Participant:
    service: Service
    command_runner: CommandRunner
    read: Cursor = START
    """How far the others have received what it recorded."""
    recorded: list[Event] = field(default_factory=list)
    """What they have received, or could have."""

    @property
    def followed(self) -> set[type[Event]]:
        """As its consumer drops everything else unread."""
        by_views = {event for view in self.service.views for event in view.subscribes}
        return by_views | {each.event for each in self.service.subscriptions}

    async def new(self) -> Sequence[Envelope[Event]]:
        """What it has recorded since it was asked last."""
        found = await self.command_runner.store.feed(self.read, PAGE)
        if found:
            self.read = found[-1].cursor
        self.recorded += [each.envelope.event for each in found]
        return [each.envelope for each in found]

    async def receive(self, received: Envelope[Event], cause: Cause) -> None:
        async def decision(work: UnitOfWork) -> None:
            await work.lock([received.account])
            await work.apply(received)
            for subscription in self.service.subscriptions:
                if subscription.event is type(received.event):
                    await subscription.reaction(work, received, cause)

        if type(received.event) in self.followed:
            await self.command_runner.decide(decision)


@dataclass
class Exchange:
    clock: TurnedClock
    participants: Sequence[Participant]
    ticker: Ticker
    """Of those whose timers matter."""

    async def begin(self) -> None:
        """Nobody receives what was recorded before."""
        for each in self.participants:
            each.read = await each.command_runner.store.head()

    async def settle(self) -> None:
        """Until everybody has received everything, and every moment that has come is answered."""
        while await self._passed_on() or await self._behind() or not await self.ticker.quiet():
            await self.ticker.step()

    async def _behind(self) -> bool:
        """Where another transaction is open, what was recorded after it began is not fed yet."""
        heads = [await each.command_runner.store.head() for each in self.participants]
        return any(each.read < head for each, head in zip(self.participants, heads, strict=True))

    async def _passed_on(self) -> int:
        passed = 0
        for publisher in self.participants:
            for envelope in await publisher.new():
                for other in self.participants:
                    if other is not publisher:
                        cause = Cause(self.clock.now(), f"system:{other.service.name}", envelope.id)
                        await other.receive(envelope, cause)
                passed += 1
        return passed
