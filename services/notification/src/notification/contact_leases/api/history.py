"""What the creditor has said so far to a customer whom it placed: for the agency that has the placement."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from notification.contact_leases.api.routes import own_leases
from notification.contact_leases.domain.leases import LEASES
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/agency/contact-history", tags=["For agencies"])
READS = named_queries("notification.contact_leases", "queries.sql")
Reader = Annotated[RequestContext, needs("agency:read")]


class HistoryClosed(Refused):
    """It was the agency's to read, and is no more."""

    code = "history_closed"


class ContactShown(BaseModel):
    """One message or call; its words stay the creditor's."""

    at: datetime = Field(description="When it was asked for; of a call, when it was made.")
    kind: Literal["message", "call"]
    id: str = Field(examples=["msg_8a21"])
    channel: str = Field(examples=["email"])
    person_id: str | None = Field(examples=["per_71c2"])
    template: str | None = Field(
        description="Which words; `null` of a call.", examples=["firm_reminder"]
    )
    state: str = Field(
        description="What became of it: the state of a message, or the outcome of a call.",
        examples=["delivered"],
    )
    invoice_ids: list[str]


@router.get("/{placement_id}", summary="List the contacts before yours")
async def read_contact_history(
    placement_id: str, context: Reader, page: Annotated[PageRequest, Depends()]
) -> Page[ContactShown]:
    """The creditor's messages and calls to the customer, the latest first, while you have the placement."""
    async with context.work() as work:
        stream = await own_leases(work, context, placement_id)
        leases = await work.state(LEASES, stream)
    known = leases.known
    assert known is not None, "what is the agency's own was placed"
    if leases.over:
        raise HistoryClosed(
            "The placement has ended, so its debtor's data are not yours to read any more."
        )
    after = page.after(tuple[datetime, str]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["contact_history"], page.fetch, *after, known.customer_id, known.creditor_id
        )
    return page.page(
        rows,
        lambda row: ContactShown.model_validate(dict(row)),
        lambda row: (row["at"], row["id"]),
    )
