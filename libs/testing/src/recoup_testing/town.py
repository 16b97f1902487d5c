"""Services in one process, and the roads between them, on which facts travel when told to."""

from collections.abc import Mapping
from typing import Any, TypeVar

from recoup_cli.houses import heard_by
from recoup_events.base import Command, Value
from recoup_events.envelope import Account
from recoup_events.refusals import Refused
from recoup_eventstore.decider import Decider, View
from recoup_eventstore.desk import Desk
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.house import House
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids
from recoup_testing.world import World

D = TypeVar("D", bound=Value)
Road = tuple[str, str]
"""From a speaker to a listener; what is said arrives in order, but when is open."""


def roads(houses: Mapping[str, House]) -> list[Road]:
    return sorted(
        {
            (str(fact.owner), listener)
            for listener, house in houses.items()
            for fact in heard_by(house)
        }
    )


class Town:
    """All services over memory twins, for one account."""

    def __init__(self, houses: Mapping[str, House], account: Account, clock: TurnedClock) -> None:
        self._account = account
        self._worlds = {
            name: World(house, Desk(MemoryStore(), house.views, counted_ids()), clock, account)
            for name, house in houses.items()
        }
        self._arrived = dict.fromkeys(roads(houses), 0)

    async def ask(self, name: str, decider: Decider[Any, Any, Any], id: str, what: Command) -> None:
        """Put a command to a service; a refusal is an answer, too."""
        world = self._worlds[name]
        async with world.desk.work() as work:
            await work.lock([self._account])
            try:
                await work.execute(decider, decider.stream(*self._account, id), what, world.cause())
            except Refused:
                return

    async def state(self, name: str, decider: Decider[Any, Any, Any], id: str) -> Any:
        async with self._worlds[name].desk.work() as work:
            return await work.state(decider, decider.stream(*self._account, id))

    async def known(self, name: str, view: View[D], id: str) -> D:
        """What a service has heard by now."""
        async with self._worlds[name].desk.work() as work:
            return await work.document(view, self._account, id)

    async def travel(self, road: Road) -> bool:
        """Let the next fact arrive; says whether one was under way."""
        speaker, listener = road
        said = [fact for fact in await self._worlds[speaker].said() if fact.owner == speaker]
        heard = said[self._arrived[road] : self._arrived[road] + 1]
        await self._worlds[listener].hear(*heard)
        self._arrived[road] += len(heard)
        return bool(heard)

    async def come_to_rest(self) -> None:
        """Let everything arrive, and all that follows from it."""
        while any([await self.travel(road) for road in self._arrived]):
            pass
