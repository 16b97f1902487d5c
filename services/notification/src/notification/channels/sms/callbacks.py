"""What the provider calls back with: how a text fared, and what somebody texted back."""

from collections.abc import Mapping
from typing import Annotated

import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response

from notification.channels.reporting import report
from notification.channels.sms.reports import learned_of, report_of
from notification.channels.sms.signature import SmsSignature
from notification.consents.domain.address_hash import AddressHash
from notification.creditors.domain.creditor import CREDITOR, account_of
from notification.replies.domain.meaning import meaning_of
from notification.replies.handlers import Incoming, receive
from notification.templates.domain.untrusted import lines
from recoup_events.kernel.addresses import InvalidAddress, phone_number
from recoup_events.kernel.channels import Channel, Medium
from recoup_events.kernel.ids import CreditorId, ReplyId, TenantId, derived
from recoup_events.notification import ReplyReceived
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.callbacks import CALLBACKS, forged
from recoup_service.api.request_context import OpenContext, opens

TEXTS = f"{CALLBACKS}/texts"
READS = named_queries("notification.messages", "queries.sql")
ACTOR = "provider:sms"
LONGEST_REPLY = 2_000
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""In TwiML; the provider's own words confirm a STOP, and answer a HELP."""
Provider = Annotated[OpenContext, opens]
log = structlog.stdlib.get_logger(__name__)


def text_callbacks(signature: SmsSignature, hashed: AddressHash) -> APIRouter:
    """The routes; whatever the provider did not sign is refused."""
    router = APIRouter(prefix=TEXTS)

    @router.post("/{tenant}/replies")
    async def take_reply(tenant: str, request: Request, context: Provider) -> Response:
        """Once, however often it is sent; it answers nothing itself."""
        form = await _genuine(request, signature)
        await _receive(context, TenantId(tenant), form, hashed)
        return Response(NOTHING_TO_SAY, media_type="text/xml")

    @router.post("/{tenant}/{message_id}")
    async def take_report(
        tenant: str, message_id: str, request: Request, context: Provider
    ) -> Response:
        """In any order, twice, and late."""
        form = await _genuine(request, signature)
        command = report_of(form, context.now)
        if command is not None:
            runner, cause = context.ports.command_runner, context.cause(ACTOR)
            await report(runner, TenantId(tenant), message_id, command, learned_of(form), cause)
        return Response(status_code=204)

    return router


async def _genuine(request: Request, signature: SmsSignature) -> dict[str, str]:
    query = request.url.query
    path = request.scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    given = request.headers.get("X-Twilio-Signature", "")
    form = signature.form_of(path, await request.body(), given)
    if form is None:
        log.warning("a callback was refused", channel="sms", reason="signature")
        raise forged(request)
    return form


async def _receive(
    context: OpenContext, tenant: TenantId, form: Mapping[str, str], hashed: AddressHash
) -> None:
    try:
        number = phone_number(form.get("From", ""))
    except InvalidAddress:
        return  # a short code or a name; nobody has such an address
    text = "\n".join(lines(form.get("Body", "")))[:LONGEST_REPLY]
    hash = hashed(tenant, Medium.SMS, number)
    answered = await _answered(context, tenant, hash)
    creditor_id = None if answered is None else CreditorId(answered["creditor_id"])
    incoming = Incoming(
        tenant=tenant,
        address_hash=hash,
        medium=Medium.SMS,
        meaning=meaning_of(text),
        text=text,
        creditor_id=await _owner(context, tenant, creditor_id, form.get("To", "")),
    )
    reply = None
    if answered is not None:
        reply = ReplyReceived(
            reply_id=ReplyId(derived("rpl", tenant, form.get("MessageSid", ""), hash)),
            customer_id=answered["customer_id"],
            person_id=answered["person_id"],
            creditor_id=creditor_id,
            channel=Channel.SMS,
            address_hash=hash,
            answers=answered["id"],
            text=text,
            meaning=incoming.meaning,
            received_at=context.now,
        )
    await receive(context.ports.command_runner, incoming, reply, context.cause(ACTOR))


async def _answered(context: OpenContext, tenant: TenantId, hash: str) -> Mapping[str, str] | None:
    """The latest message to the number."""
    assert context.ports.reading is not None, "lists are read from PostgreSQL"
    async with context.ports.reading(tenant) as connection:
        found: Mapping[str, str] | None = await connection.fetchrow(
            READS["latest_to_address"], hash, Channel.SMS
        )
    return found


async def _owner(
    context: OpenContext, tenant: TenantId, creditor_id: CreditorId | None, number: str
) -> CreditorId | None:
    """Whose number was answered; one that several creditors write from is everybody's."""
    if creditor_id is None:
        return None
    async with context.ports.command_runner.work() as work:
        account = account_of(tenant, creditor_id)
        details = (await work.document(CREDITOR, account, creditor_id)).details
    return creditor_id if details is not None and details.sender.sms == number else None
