"""What every route about one thing does: create it once, find it, change it, show its version."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext
from recoup_service.api.resource import dates_of

Change = Callable[[UnitOfWork, Stream], Awaitable[None]]
Beside = Callable[[UnitOfWork, Stream], Awaitable[Value]]
"""Looks up what else is needed to show a thing."""


class Collection:
    """One collection of the API: streams of a decider, each shown as one document.

    ``shown`` makes it of the state, of what was looked up ``beside``, and of the thing's ``Dates``.
    """

    def __init__(
        self,
        name: str,
        decider: Decider[Any, Any, Any],
        shown: Callable[..., BaseModel],
        beside: Beside | None = None,
    ) -> None:
        self.name = name
        self._decider = decider
        self._shown = shown
        self._beside = beside

    async def create(
        self,
        context: RequestContext,
        stream: Stream,
        create: Change,
        taken: Refused,
        reads: Iterable[Stream] = (),
    ) -> Response:
        """Create a thing; ``taken`` is the answer when the tenant has one of this id already.

        ``reads`` are other streams that ``create`` loads: they come with the lock.
        """

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([stream.account], reading=[stream, *reads])
            if await work.exists(stream):
                raise self._taken(stream, taken)
            await create(work, stream)
            return await self.answer(work, stream, 201)

        return await context.decide(decision)

    async def put(
        self,
        context: RequestContext,
        stream: Stream,
        create: Change,
        change: Change,
        reads: Iterable[Stream] = (),
    ) -> Response:
        """Create a thing, or change what stands; sent again, it does the same. The last one wins."""

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([stream.account], reading=[stream, *reads])
            before, _ = await self.put_version(work, stream, create, change)
            return await self.answer(work, stream, 200 if before else 201)

        return await context.decide(decision)

    async def put_version(
        self, work: UnitOfWork, stream: Stream, create: Change, change: Change
    ) -> tuple[int, int]:
        """Its versions before, 0 if it was not there, and after; ``create`` or ``change`` decided."""
        if not await work.exists(stream):
            await create(work, stream)
            return 0, (await work.last(stream)).version
        before = (await work.last(stream)).version
        await change(work, stream)
        return before, (await work.last(stream)).version

    async def load(self, work: UnitOfWork, stream: Stream) -> Folded:
        """The thing of a stream, with its first and latest event."""
        return await work.load(self._decider, stream)

    def _taken(self, stream: Stream, refused: Refused) -> Problem:
        mistakes = [Mistake(detail=refused.detail, pointer=refused.pointer)]
        headers = {"Location": self._path(stream.id)}
        return Problem(409, refused.code, refused.detail, mistakes, headers)

    def _path(self, id: str) -> str:
        return f"/v1/{self.name}/{id}"

    async def get(self, context: RequestContext, id: str) -> Response:
        """The thing as it is now."""
        async with context.work() as work:
            stream = await work.find(self._decider, context.tenant, id)
            return (await self.answer(work, stream)).response()

    async def change(
        self, context: RequestContext, id: str, change: Change, *, blindly: bool = False
    ) -> Response:
        """Change the version the client has seen; ``blindly`` where waiting would do harm."""

        async def decision(work: UnitOfWork) -> Answer:
            stream = await work.own(self._decider, context.tenant, id)
            if not blindly:
                context.match((await work.load(self._decider, stream)).version)
            await change(work, stream)
            return await self.answer(work, stream)

        return await context.decide(decision)

    async def command(
        self, context: RequestContext, id: str, command: Command, *, blindly: bool = False
    ) -> Response:
        """The change that is one command to the thing itself."""

        async def change(work: UnitOfWork, stream: Stream) -> None:
            await work.execute(self._decider, stream, command, context.cause)

        return await self.change(context, id, change, blindly=blindly)

    async def answer(self, work: UnitOfWork, stream: Stream, status: int = 200) -> Answer:
        """The thing after this unit of work, and where it is when it is new or waits."""
        now = await work.load(self._decider, stream)
        beside = [] if self._beside is None else [await self._beside(work, stream)]
        location = self._path(stream.id) if status in (201, 202) else None
        body = self._shown(now.state, *beside, dates_of(now))
        return Answer(status, body, now.version, location)
