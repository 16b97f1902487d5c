"""What every route about one thing does: create it once, find it, change it, show its version."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from recoup_events.envelope import Stream
from recoup_events.refusals import Refused
from recoup_eventstore.decider import Decider
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer, given
from recoup_service.ask import Ask

Change = Callable[[UnitOfWork, Stream], Awaitable[None]]


class Collection:
    """One collection of the API: streams of a decider, each shown as one document."""

    def __init__(
        self, name: str, decider: Decider[Any, Any, Any], shown: Callable[[Any], BaseModel]
    ) -> None:
        self._name = name
        self._decider = decider
        self._shown = shown

    async def create(self, ask: Ask, stream: Stream, create: Change, taken: Refused) -> Response:
        """Create a thing; ``taken`` is said when the tenant has one of this id already."""

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([stream.account])
            if await work.transaction.account_of(ask.tenant, stream.name) is not None:
                raise taken
            await create(work, stream)
            return await self._answer(work, stream, 201, f"/v1/{self._name}/{stream.id}")

        return await ask.decide(decision)

    async def get(self, ask: Ask, id: str) -> Response:
        """The thing as it is now."""
        async with ask.work() as work:
            stream = await work.find(self._decider, ask.tenant, id)
            return given((await self._answer(work, stream)).stored(b""), {})

    async def change(self, ask: Ask, id: str, change: Change) -> Response:
        """Change the version that the client has seen."""

        async def decision(work: UnitOfWork) -> Answer:
            stream = await work.find(self._decider, ask.tenant, id)
            await work.lock([stream.account])
            ask.match((await work.load(self._decider, stream)).version)
            await change(work, stream)
            return await self._answer(work, stream)

        return await ask.decide(decision)

    async def _answer(
        self, work: UnitOfWork, stream: Stream, status: int = 200, location: str | None = None
    ) -> Answer:
        now = await work.load(self._decider, stream)
        return Answer(status, self._shown(now.state), now.version, location)
