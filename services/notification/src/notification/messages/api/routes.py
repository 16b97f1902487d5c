"""What was said to customers, and what became of it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from notification.messages.api.filters import MessageFilter
from notification.messages.api.schemas import (
    MessageCount,
    MessageCounts,
    MessageShown,
    MessageSummary,
    shown,
)
from notification.messages.domain.commands import GiveUpMessage, ResendMessage
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.reminder import REMINDER, Reminder, stream_of
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.fields import RequestBody, Words
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by

router = APIRouter(prefix="/v1/messages", tags=["Messages"])
READS = named_queries("notification.messages", "queries.sql")
SORTED = sorted_by("-created_at", created_at=Column("asked_at", datetime), updated_at=datetime)


async def _reminder(work: UnitOfWork, stream: Stream) -> Reminder:
    asked = (await work.state(MESSAGE, stream)).asked
    assert asked is not None, "a message that can be found was asked for"
    return await work.state(REMINDER, stream_of(stream.account, asked.reminder_id))


messages = Collection("messages", MESSAGE, shown, _reminder)
Reader = Annotated[RequestContext, needs("messages:read")]
Writer = Annotated[RequestContext, needs("contacts:write")]


class GivingUp(RequestBody):
    note: Words = Field(
        description="Why it is left at that.", examples=["The customer says that it has arrived."]
    )


@router.get("", summary="List messages")
async def list_messages(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    wanted: Annotated[MessageFilter, Depends()],
    order: Annotated[Order, SORTED],
) -> Page[MessageSummary]:
    """The latest asked for come first, unless you `sort` them."""
    async with context.reading() as connection:
        rows = await order.fetch(
            connection,
            READS["list_messages"],
            page,
            *(*wanted.arguments(context.tenant), page.updated_since),
        )
    return page.page(rows, lambda row: MessageSummary.model_validate(dict(row)), order.key)


@router.get("/summary", summary="Count messages by channel, template and state")
async def count_messages(context: Reader) -> MessageCounts:
    """What became of all messages so far."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["count_messages"])
    return MessageCounts(data=[MessageCount.model_validate(dict(row)) for row in rows])


@router.get("/{id}", response_model=MessageShown, summary="Read a message with its words")
async def read_message(id: str, context: Reader) -> Response:
    """The very words, who got them, about which invoices, and why it was or was not sent."""
    return await messages.get(context, id)


@router.post("/{id}/resend", response_model=MessageShown, summary="Send a message in doubt again")
async def resend_message(id: str, context: Writer) -> Response:
    """It may arrive twice. It is checked as any message is: what was paid meanwhile is not asked for again.

    An email keeps its Message-ID, by which some mail systems show it once.
    """
    command = ResendMessage(at=context.now)
    return await messages.command(context, id, command, blindly=True)


@router.post("/{id}/give-up", response_model=MessageShown, summary="Give up a message in doubt")
async def give_up_message(id: str, body: GivingUp, context: Writer) -> Response:
    """It is then `failed`, with your note as its reason, and nothing follows it by another channel."""
    command = GiveUpMessage(note=body.note)
    return await messages.command(context, id, command, blindly=True)
