"""What every route about one thing does: find it, refuse its double, show it with its version."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from invoice.domain.errors import DuplicateExternalId
from recoup_events.envelope import Stream
from recoup_eventstore.decider import Decider
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer, given
from recoup_service.ask import Ask

Change = Callable[[UnitOfWork, Stream], Awaitable[None]]


class Things:
    """One collection of the API: streams of a decider, each shown as one document."""

    def __init__(
        self,
        collection: str,
        decider: Decider[Any, Any, Any],
        shown: Callable[[Any], BaseModel],
    ) -> None:
        self._collection = collection
        self._decider = decider
        self._shown = shown

    async def answer(self, work: UnitOfWork, stream: Stream, status: int = 200) -> Answer:
        """The thing as it is now."""
        now = await work.load(self._decider, stream)
        location = f"/v1/{self._collection}/{stream.id}" if status == 201 else None
        return Answer(status, self._shown(now.state), now.version, location)

    async def get(self, ask: Ask, id: str) -> Response:
        async with ask.work() as work:
            stream = await work.find(self._decider, ask.tenant, id)
            return given((await self.answer(work, stream)).stored(b""), {})

    async def refuse_double(self, work: UnitOfWork, stream: Stream, external_id: str) -> None:
        """An external id names one thing of the tenant, whichever customer it belongs to."""
        if await work.transaction.account_of(stream.account.tenant, stream.name) is not None:
            raise DuplicateExternalId.of(self._collection, external_id, stream.id)

    async def change(self, ask: Ask, id: str, change: Change, *, blindly: bool = False) -> Response:
        """Change the version the client has seen; ``blindly`` where waiting would do harm."""

        async def decision(work: UnitOfWork) -> Answer:
            stream = await work.find(self._decider, ask.tenant, id)
            await work.lock([stream.account])
            if not blindly:
                ask.match((await work.load(self._decider, stream)).version)
            await change(work, stream)
            return await self.answer(work, stream)

        return await ask.decide(decision)
