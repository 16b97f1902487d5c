"""What the provider of letters calls back with: where a letter is."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ValidationError
from starlette.responses import Response

from notification.channels.letter.receipts import kept
from notification.channels.letter.signature import LetterSignature
from notification.channels.letter.tracking import Tracked, report_of
from notification.channels.reporting import learned_of, report
from recoup_events.kernel.ids import TenantId
from recoup_events.notification import DeliveryProof
from recoup_files.store import FileStore
from recoup_service.api.callbacks import CALLBACKS, forged
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import OpenContext, opens

LETTERS = f"{CALLBACKS}/letters"
ACTOR = "provider:letters"
_KIND = "letter."
Provider = Annotated[OpenContext, opens]
log = structlog.stdlib.get_logger(__name__)


class _Kind(BaseModel):
    id: str


class _Metadata(BaseModel):
    tenant: str
    message_id: str


class _Letter(BaseModel):
    id: str
    metadata: _Metadata


class _Called(BaseModel):
    event_type: _Kind
    date_created: AwareDatetime
    body: _Letter


def letter_callbacks(signature: LetterSignature, store: FileStore | None) -> APIRouter:
    """The route; whatever the provider did not sign just now is refused."""
    router = APIRouter(prefix=LETTERS)

    @router.post("")
    async def track_letter(request: Request, context: Provider) -> Response:
        """In any order, twice, and late; what is not about a letter of ours says nothing."""
        body, headers = await request.body(), request.headers
        stamp, given = headers.get("Lob-Signature-Timestamp", ""), headers.get("Lob-Signature", "")
        if not signature.genuine(stamp, body, given, context.now):
            log.warning("a callback was refused", channel="letter", reason="signature")
            raise forged(request)
        try:
            called = _Called.model_validate_json(body)
        except ValidationError:
            raise Problem(
                422, "invalid_request", "This is no event of a letter that Recoup posted."
            ) from None
        if called.event_type.id.startswith(_KIND):
            await _take(context, called, body, store)
        return Response(status_code=204)

    return router


async def _take(
    context: OpenContext, called: _Called, body: bytes, store: FileStore | None
) -> None:
    name = called.event_type.id.removeprefix(_KIND)
    tracked = Tracked(name=name, at=min(called.date_created, context.now))
    tenant = TenantId(called.body.metadata.tenant)
    command = report_of(tracked, called.body.id)
    if command is None:
        return
    if getattr(command, "proof", None) is DeliveryProof.SIGNED_FOR:
        digest = await kept(store, tenant, body)
        command = command.model_copy(update={"receipt_digest": digest})
    runner, id = context.ports.command_runner, called.body.metadata.message_id
    await report(runner, tenant, id, command, learned_of(command), context.cause(ACTOR))
