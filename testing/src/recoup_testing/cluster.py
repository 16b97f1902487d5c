"""Services in one process, and the roads between them, on which events travel when told to."""

from collections.abc import Mapping
from typing import Any, TypeVar

from recoup_cli.services import subscribed_by
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids
from recoup_testing.service_harness import ServiceHarness

D = TypeVar("D", bound=Value)
Road = tuple[str, str]
"""From a speaker to a subscriber; what is said arrives in order, but when is open."""


def roads(services: Mapping[str, Service]) -> list[Road]:
    return sorted(
        {
            (str(event.owner), subscriber)
            for subscriber, service in services.items()
            for event in subscribed_by(service)
        }
    )


class Cluster:
    """All services over memory twins, for one account."""

    def __init__(
        self, services: Mapping[str, Service], account: Account, clock: TurnedClock
    ) -> None:
        self._account = account
        self._worlds = {
            name: ServiceHarness(
                service, service.command_runner(MemoryStore(), counted_ids()), clock, account
            )
            for name, service in services.items()
        }
        self._arrived = dict.fromkeys(roads(services), 0)

    async def ask(self, name: str, decider: Decider[Any, Any, Any], id: str, what: Command) -> None:
        """Put a command to a service; a refusal is an answer, too."""
        harness = self._worlds[name]
        async with harness.command_runner.work() as work:
            await work.lock([self._account])
            try:
                await work.execute(
                    decider, decider.stream(*self._account, id), what, harness.cause()
                )
            except Refused:
                return

    async def state(self, name: str, decider: Decider[Any, Any, Any], id: str) -> Any:
        async with self._worlds[name].command_runner.work() as work:
            return await work.state(decider, decider.stream(*self._account, id))

    async def known(self, name: str, view: View[D], id: str) -> D:
        """What a service has received by now."""
        async with self._worlds[name].command_runner.work() as work:
            return await work.document(view, self._account, id)

    async def travel(self, road: Road) -> bool:
        """Let the next event arrive; says whether one was under way."""
        speaker, subscriber = road
        recorded = [
            event for event in await self._worlds[speaker].recorded() if event.owner == speaker
        ]
        received = recorded[self._arrived[road] : self._arrived[road] + 1]
        await self._worlds[subscriber].receive(*received)
        self._arrived[road] += len(received)
        return bool(received)

    async def come_to_rest(self) -> None:
        """Let everything arrive, and all that follows from it."""
        while any([await self.travel(road) for road in self._arrived]):
            pass
