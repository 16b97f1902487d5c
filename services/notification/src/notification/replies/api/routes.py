"""What people write back; those that leave a doubt are open until a person has dealt with them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from notification.replies.domain.reply import REPLY, HandleReply, Reply, ReplyState
from recoup_events.kernel.channels import Channel
from recoup_events.notification import ReplyMeaning
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.collection import Collection
from recoup_service.api.fields import RequestBody, Words
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource

READS = named_queries("notification.replies", "queries.sql")
Reader = Annotated[RequestContext, needs("replies:read")]
Writer = Annotated[RequestContext, needs("replies:write")]
router = APIRouter(prefix="/v1/replies", tags=["Replies"])


class ReplyListed(Resource):
    id: str = Field(examples=["rpl_2a90"])
    customer_id: str
    creditor_id: str | None = Field(description="Whose message it answers.")
    person_id: str | None = Field(description="To whom the answered message had gone.")
    channel: Channel
    message_id: str | None = Field(description="The message it answers.", examples=["msg_1b7e"])
    meaning: ReplyMeaning = Field(
        description="Only where the words leave no doubt; else `unclear`. `paid` and `promised` are what "
        "the person says: whether money came, the ledger knows."
    )
    files: int = Field(description="How many files came along.")
    received_at: datetime
    state: ReplyState = Field(description="`open`: a person has to read it.")


class FileShown(BaseModel):
    """What came along; the file itself is in the mailbox that the reply came to."""

    content_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="In bytes.")
    digest: str = Field(description="SHA-256.")


class ReplyShown(Resource):
    id: str
    customer_id: str
    creditor_id: str | None
    person_id: str | None
    channel: Channel
    message_id: str | None
    address_hash: str = Field(
        description="Of the address it came from; the same as in `message.queued` if the reader answered."
    )
    subject: str | None
    text: str = Field(description="What was written, without what it quotes.")
    files: list[FileShown]
    meaning: ReplyMeaning
    received_at: datetime
    state: ReplyState
    note: str | None = Field(description="What was done about it.")
    handled_at: datetime | None


class Handling(RequestBody):
    note: Words = Field(
        description="What was done about it.", examples=["Sent the invoice again by post."]
    )


def shown(reply: Reply, dates: Dates) -> ReplyShown:
    received, handled = reply.received, reply.handled
    assert received is not None, "a reply that can be found was received"
    return ReplyShown(
        **dates,
        id=received.reply_id,
        subject=received.subject_line,
        message_id=received.answers,
        files=[FileShown(**dict(each)) for each in received.files],
        state=reply.state,
        note=None if handled is None else handled.note,
        handled_at=None if handled is None else handled.at,
        **_same(received),
    )


def _same(received: Any) -> dict[str, Any]:
    names = ("customer_id", "creditor_id", "person_id", "channel", "address_hash", "text")
    return {name: getattr(received, name) for name in (*names, "meaning", "received_at")}


replies = Collection("replies", REPLY, shown)


@router.get("", summary="List replies")
async def list_replies(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    customer_id: OfCustomer = None,
    message_id: Annotated[
        str | None, Query(description="Only those to this message.", examples=["msg_1b7e"])
    ] = None,
    meaning: Annotated[ReplyMeaning | None, Query(description="Only those that say this.")] = None,
    state: Annotated[
        ReplyState | None, Query(description="`open` are those that a person has to read.")
    ] = None,
    channel: Annotated[Channel | None, Query(description="By which channel it came.")] = None,
    creditor: OfCreditor = None,
) -> Page[ReplyListed]:
    """The latest come first; the words stand with each one."""
    after = page.after(tuple[datetime, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (customer_id, message_id, meaning, state, channel, creditor_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_replies"], page.fetch, *after, *wanted)
    return page.page(
        rows,
        lambda row: ReplyListed.model_validate(dict(row)),
        lambda row: (row["received_at"], row["id"]),
    )


@router.get("/{id}", response_model=ReplyShown, summary="Read a reply")
async def read_reply(id: str, context: Reader) -> Response:
    """What was written, what it answers, and what was done about it."""
    return await replies.get(context, id)


@router.post("/{id}/handling", response_model=ReplyShown, summary="Say that a reply is dealt with")
async def handle_reply(id: str, body: Handling, context: Writer) -> Response:
    """It is then `handled`, and stands in nobody's list any more."""
    command = HandleReply(note=body.note, handled_by=context.actor, at=context.now)
    return await replies.command(context, id, command, blindly=True)
