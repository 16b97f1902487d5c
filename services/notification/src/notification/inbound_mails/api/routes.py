"""Mails that came in: hand each over as it is, and it is filed with the message it answers."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from notification.consents.domain.address_hash import AddressHash
from notification.inbound_mails.domain.incoming import MailKind, read
from notification.inbound_mails.handlers import MailReceiver
from notification.messages.domain.marks import Marks
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId
from recoup_events.notification import ReplyMeaning
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

READS = named_queries("notification.messages", "queries.sql")
Writer = Annotated[RequestContext, needs("replies:write")]


class MailTaken(BaseModel):
    """What was made of the mail."""

    kind: MailKind = Field(
        description="`unknown`: it answers no mail of this tenant, and nothing of it was kept; leave it in "
        "its mailbox for people to read. `delay`: a server goes on trying."
    )
    message_id: str | None = Field(description="The message it answers.", examples=["msg_1b7e"])
    reply_id: str | None = Field(
        description="Under which it is read at `/v1/replies`.", examples=["rpl_2a90"]
    )
    meaning: ReplyMeaning | None = Field(description="Of a reply, where its words leave no doubt.")


def inbound_mails(marks: Marks, hashed: AddressHash) -> APIRouter:
    """The route, with the keys by which marks and addresses are known."""
    router = APIRouter(prefix="/v1/inbound-mails", tags=["Inbound mails"])

    @router.post("", response_model=MailTaken, summary="Hand in a mail that came back")
    async def take_mail(context: Writer) -> Response:
        """The body is the mail as it came over the wire (RFC 5322), bounces and complaints included.

        The same mail again changes nothing. What a bounce or a reply says is believed only where it
        bears a mark that Recoup signed into a mail, or comes from an address that was written to.
        """
        content = await context.request.body()
        if not content.strip():
            raise Problem(
                400, "mail_empty", "The body holds no mail. Send it as it came, headers first."
            )
        intake = MailReceiver(
            context.ports.command_runner,
            context.tenant,
            hashed,
            lambda hash: _latest(context, hash),
            context.cause,
        )
        taken = await intake.take(read(content, context.tenant, marks))
        shown = MailTaken.model_validate(taken._asdict())
        return Response(shown.model_dump_json(), media_type="application/json")

    return router


async def _latest(context: RequestContext, hash: str) -> MessageId | None:
    if context.ports.reading is None:
        return None
    async with context.reading() as connection:
        row = await connection.fetchrow(READS["latest_to_address"], hash, Channel.EMAIL)
    return None if row is None else MessageId(row["id"])
