"""What waits for what another service has said: it is held, not refused, and goes on by itself."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from notification.messages.domain.reminder import WaitsFor
from recoup_events.kernel.channels import Channel
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/messages/waiting", tags=["Messages"])
READS = named_queries("notification.messages", "queries.sql")
Reader = Annotated[RequestContext, needs("messages:read")]


class Waiting(BaseModel):
    """A message, or a whole reminder whose customer has not arrived."""

    id: str = Field(
        description="The message's or, while nobody is known to write to, the reminder's."
    )
    reminder_id: str
    customer_id: str
    creditor_id: str
    person_id: str | None = Field(description="`null` while the customer has not arrived.")
    channel: Channel
    waits_for: WaitsFor = Field(description="What has not been received yet.")
    since: datetime


@router.get("", summary="List what waits for another service")
async def list_waiting(
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    waits_for: Annotated[WaitsFor | None, Query(description="Only what waits for this.")] = None,
) -> Page[Waiting]:
    """The longest waiting come first; after a minute the alert `WaitingForOthers` says so."""
    after = page.after(tuple[datetime, str]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_waiting"], page.fetch, *after, waits_for)
    return page.page(
        rows, lambda row: Waiting.model_validate(dict(row)), lambda row: (row["since"], row["id"])
    )
