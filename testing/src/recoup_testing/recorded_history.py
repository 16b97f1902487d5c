"""A service's past with one customer, lived through in memory and then looked back upon."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Command, Event
from recoup_eventstore.decider import Decider
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Store
from recoup_eventstore.timers import Ticker
from recoup_service.loops import subscriptions_of
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids
from recoup_testing.reminders_example import ACCOUNT
from workflow_scheduler.simulations.domain.past import Past, Received, Recorded


class RecordedHistory:
    """Events are handled as from Kafka, requests as from the API, and timers by the ticker."""

    def __init__(
        self,
        service: Service,
        begins: datetime,
        account: Account = ACCOUNT,
        store: Store | None = None,
    ) -> None:
        self.service = service
        self.account = account
        self.clock = TurnedClock(begins)
        self._memory = MemoryStore()
        self.store: Store = store or self._memory
        self._new_id = counted_ids()
        self.runner = service.command_runner(self.store, self._new_id)
        self._subscriptions = subscriptions_of(service)
        self._received: list[tuple[int, datetime, Envelope[Event]]] = []

    async def receives(self, *events: Event) -> None:
        for event in events:
            now = self.clock.now()
            cause = Cause(now, "elsewhere", self._new_id())
            stream = Stream(self.account, "elsewhere", self.account.key)
            envelope = Envelope(self._new_id(), stream, len(self._received) + 1, cause, event)
            self._received.append((len(self._memory.tables.events), now, envelope))
            here = Cause(now, self.service.name, cause.correlation_id, envelope.id)
            async with self.runner.work() as work:
                await work.lock([self.account])
                await work.apply(envelope)
                for subscription in self.service.subscriptions:
                    if subscription.event is type(event):
                        await subscription.reaction(work, envelope, here)

    async def asks(
        self, decider: Decider[Any, Any, Any], stream: Stream, asked: Callable[[datetime], Command]
    ) -> None:
        cause = Cause(self.clock.now(), "a person", self._new_id())
        async with self.runner.work() as work:
            await work.lock([stream.account])
            await work.execute(decider, stream, asked(cause.at), cause)

    async def until(self, moment: datetime, late: timedelta = timedelta()) -> None:
        """Every timer is answered, each so late."""
        ticker = Ticker(self.runner, self.clock, self.service.name, self.service.timer_handlers)
        while (due := await self.store.next_due()) is not None and due + late <= moment:
            self.clock.instant = max(due + late, self.clock.instant)
            await ticker.step()
        self.clock.instant = moment

    def past(self) -> Past:
        """Each transaction has a place of its own; what was received comes before what followed."""
        return Past(self.account, self._kept(), self._recorded())

    def _kept(self) -> Sequence[Received]:
        return [
            Received((1, 2 * before + 1, nth), at, envelope)
            for nth, (before, at, envelope) in enumerate(self._received)
        ]

    def _recorded(self) -> Sequence[Recorded]:
        found: list[Recorded] = []
        for _, together in groupby(enumerate(self._memory.tables.events), key=lambda e: e[1].cause):
            events = list(together)
            begins = 2 * events[0][0] + 2
            found += [Recorded((1, begins, nth), envelope) for nth, envelope in events]
        return [each for each in found if each.envelope.account == self.account]
