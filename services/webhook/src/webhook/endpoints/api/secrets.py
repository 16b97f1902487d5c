"""Secrets of an endpoint: read those that sign, and give it a new one."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import RequestContext
from webhook.endpoints.api.routes import PATH, READS, Writer, endpoints
from webhook.endpoints.api.schemas import EndpointShown, Rotation, SecretShown, SecretsShown
from webhook.endpoints.api.strongroom import Strongroom
from webhook.endpoints.domain import commands
from webhook.endpoints.domain.endpoint import ENDPOINT
from webhook.endpoints.handlers import ended, opened


def secret_routes(strongroom: Strongroom) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["Webhooks"])

    @router.post("/{id}/secret-rotation", response_model=EndpointShown, summary="Give a new secret")
    async def rotate_secret(id: str, body: Rotation, context: Writer) -> Response:
        """For a time all is signed with both. `v1` may be replaced by `v1a`, and the other way."""
        until = context.now + timedelta(hours=body.overlap_hours)
        return await rotate(context, strongroom, id, body, until)

    @router.get("/{id}/secrets", summary="Read an endpoint's secrets")
    async def read_secrets(id: str, context: Writer) -> SecretsShown:
        """Those that sign now. They are kept encrypted, and whoever may write may read them."""
        return await secrets_shown(context, strongroom, id)

    return router


async def rotate(
    context: RequestContext, strongroom: Strongroom, id: str, body: Rotation, until: datetime
) -> Response:
    """The secrets before sign until then."""
    secret = strongroom.secret(body.secret, body.signature)

    async def rotating(work: UnitOfWork, stream: Stream) -> None:
        command = commands.RotateSecret(
            signature=body.signature,
            secret_id=strongroom.secret_id(),
            old_until=until,
            at=context.now,
        )
        await work.execute(ENDPOINT, stream, command, context.cause)
        strongroom.keep(work, stream, command.secret_id, secret, context.now)
        work.keep(ended(stream, command.secret_id, until))

    return await endpoints.change(context, id, rotating, blindly=True)


async def secrets_shown(context: RequestContext, strongroom: Strongroom, id: str) -> SecretsShown:
    """Those that sign now, the newest first."""
    async with context.work() as work:
        await work.find(ENDPOINT, context.tenant, id)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["secrets"], context.tenant, id, context.now)
    found = [opened(strongroom.vault, context.tenant, id, row) for row in rows]
    data = [
        SecretShown(
            id=each.id,
            signature=each.secret.signature,
            secret=each.secret.written,
            created_at=each.created_at,
            ends_at=each.ends_at,
        )
        for each in found
    ]
    return SecretsShown(data=data)
