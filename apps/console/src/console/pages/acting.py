"""Asks a service for a change as whoever is signed in, and records that, before and after."""

import json
from hashlib import sha256
from uuid import UUID

from console.actions.domain.action import ACTION
from console.actions.domain.commands import ActionCommand, AnswerAction, RequestAction
from console.pages.service_apis import Answer, Api, Body
from console.pages.visit import Visit
from recoup_events.console import ActionId
from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import CustomerId
from recoup_eventstore.work import UnitOfWork
from recoup_service.ids import new_id


async def act(
    visit: Visit,
    method: str,
    path: str,
    body: Body,
    customer_id: str | None = None,
    version: str | None = None,
    at: tuple[str, Api] | None = None,
) -> Answer:
    """What the service said; a form that was sent twice has one ``once``, and happens once.

    ``at`` is a service and its private port, where something is asked for that no API has.
    """
    form = await visit.request.form()
    once = _key(str(form.get("once") or new_id()), path, body)
    id = ActionId(f"act_{new_id().hex}")
    requested = RequestAction(
        action_id=id,
        customer_id=None if customer_id is None else CustomerId(customer_id),
        method=method,
        path=path if at is None else f"{at[0]}:{path}",
    )
    await _record(visit, id, requested, customer_id)
    asked = visit.api if at is None else at[1]
    answer = await asked.send(method, path, body, once, version)
    answered = AnswerAction(http_status=answer.status, code=answer.code)
    await _record(visit, id, answered, customer_id)
    return answer


def _key(once: str, path: str, body: Body) -> str:
    """The same form says the same once; corrected and sent again, it says something else."""
    return sha256(json.dumps([once, path, body], sort_keys=True).encode()).hexdigest()


async def _record(
    visit: Visit, id: ActionId, command: ActionCommand, customer_id: str | None
) -> None:
    """In the customer's account, so that it stands in its place among what happened."""
    stream = ACTION.stream(visit.principal.tenant, customer_id or id, id)
    correlation: UUID = visit.request.state.correlation_id
    cause = Cause(visit.ports.clock.now(), visit.principal.actor, correlation)

    async def decide(work: UnitOfWork) -> None:
        await work.lock([stream.account], reading=[stream])
        await work.execute(ACTION, stream, command, cause)

    await visit.ports.command_runner.decide(decide)
