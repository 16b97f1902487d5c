"""Policies over HTTP: a tenant's, or that of one of its creditors, as one document with one version."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import creditor_id_of
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.policies import PolicyDecider, SetPolicy, policy_stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.filters import ForCreditor, creditor_id_or_none
from recoup_service.api.request_context import RequestContext, needs

P = TypeVar("P", bound=Value)


class PolicyBody(Protocol[P]):
    """A policy in JSON."""

    @property
    def policy(self) -> P: ...

    @classmethod
    def of(cls, policy: P) -> BaseModel: ...


Following = Annotated[str, Query(description="Your code of the creditor.")]
"""The creditor that has no policy of its own any more."""


def policy_routes(
    decider: PolicyDecider[P],
    body_class: type[PolicyBody[P]],
    *,
    path: str,
    tag: str,
    scope: str,
    kept: str = "",
) -> APIRouter:
    """Read it, set it, and let a creditor follow the tenant; ``kept`` says whom a change does not concern."""
    router = APIRouter(prefix=path, tags=[tag])
    policies = _Policies(decider, body_class.of)
    called = path.rpartition("/")[2]
    alone = " ".join(filter(None, ("Of the tenant, or of one creditor alone.", kept)))
    words, name = called.replace("-", " "), called.replace("-", "_")

    async def read(
        context: Annotated[RequestContext, needs(f"{scope}:read")], creditor: ForCreditor = None
    ) -> Response:
        return await policies.get(context, creditor)

    async def put(
        body: PolicyBody[P],
        context: Annotated[RequestContext, needs(f"{scope}:write")],
        creditor: ForCreditor = None,
    ) -> Response:
        return await policies.put(context, body.policy, creditor)

    async def follow(
        context: Annotated[RequestContext, needs(f"{scope}:write")], creditor: Following
    ) -> Response:
        return await policies.delete(context, creditor)

    put.__annotations__["body"] = body_class  # FastAPI reads there what a body is
    router.add_api_route(
        "",
        read,
        name=f"read_{name}",
        summary=f"Read the {words}",
        description="What holds for this tenant, or for one of its creditors; its version is the `ETag`.",
        response_model=body_class,
    )
    router.add_api_route(
        "",
        put,
        methods=["PUT"],
        name=f"put_{name}",
        summary=f"Set the {words}",
        description=f"{alone}\n\n"
        f"`If-Match` is the `ETag` of `GET {path}`; all of a tenant's have one version.",
        response_model=body_class,
    )
    router.add_api_route(
        "",
        follow,
        methods=["DELETE"],
        name=f"follow_{name}",
        summary=f"Let a creditor follow the tenant's {words}",
        description="From now on; the answer is the tenant's policy, which holds for it again.",
        response_model=body_class,
    )
    return router


@dataclass(frozen=True, slots=True)
class _Policies(Generic[P]):
    """Reads and sets policies of one kind."""

    decider: PolicyDecider[P]
    shown: Callable[[P], BaseModel]

    async def get(self, context: RequestContext, creditor: str | None) -> Response:
        async with context.work() as work:
            held = await work.load(self.decider, policy_stream(self.decider, context.tenant))
        return self._answer(context, held, creditor).response()

    async def put(self, context: RequestContext, policy: P, creditor: str | None) -> Response:
        """If the version still is what ``If-Match`` says."""
        creditor_id = creditor_id_or_none(context.tenant, creditor)
        command = SetPolicy(policy=policy, creditor_id=creditor_id)
        return await self._decide(context, command, creditor)

    async def delete(self, context: RequestContext, creditor: str) -> Response:
        """The creditor follows the tenant again; the answer is the tenant's policy."""
        command = SetPolicy(policy=None, creditor_id=creditor_id_of(context.tenant, creditor))
        return await self._decide(context, command, creditor)

    async def _decide(
        self, context: RequestContext, command: SetPolicy, creditor: str | None
    ) -> Response:
        stream = policy_stream(self.decider, context.tenant)

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([stream.account], reading=[stream])
            context.match((await work.load(self.decider, stream)).version)
            await work.execute(self.decider, stream, command, context.cause)
            return self._answer(context, await work.load(self.decider, stream), creditor)

        return await context.decide(decision)

    def _answer(self, context: RequestContext, held: Folded, creditor: str | None) -> Answer:
        policy = held.state.of(creditor_id_or_none(context.tenant, creditor))
        return Answer(200, self.shown(policy), held.version)
