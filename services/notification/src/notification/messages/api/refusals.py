"""The evidence of restraint: which contacts were not made, by which rule, on which facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, Json

from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Resource


class Refusal(Resource):
    """One contact that was not made, and why."""

    id: UUID
    at: datetime
    message_id: str | None = Field(description="`null` where it was a call.")
    reminder_id: str | None = Field(description="What the message was about.")
    call_id: str | None = Field(description="`null` where it was a message.")
    customer_id: str
    creditor_id: str
    person_id: str | None = Field(description="`null` where there was nobody to write to.")
    channel: Medium
    rule: str = Field(examples=["policy-quiet-hours"])
    rules_version: str = Field(description="Names exactly the set of rules it was judged by.")
    citation: str
    inputs: dict[str, str] = Field(description="The facts the refusal rests on.")
    retry_at: datetime | None = Field(
        description="When the message is looked at again, or the call may be asked for again; "
        "`null` when it is over."
    )


class RefusalCount(BaseModel):
    rule: str
    refusals: int
    for_good: int = Field(description="Those after which the contact was over.")


class RefusalCounts(BaseModel):
    data: list[RefusalCount]


class _Row(Refusal):
    inputs: Json[dict[str, str]]


def listed(row: Mapping[str, Any]) -> Refusal:
    """A row of the list."""
    return Refusal.model_validate(_Row.model_validate(dict(row)).model_dump())


class RefusalFilter:
    """``wanted: Annotated[RefusalFilter, Depends()]``; what is left out narrows nothing."""

    def __init__(
        self,
        rule: Annotated[
            str | None,
            Query(description="The rule that held it back.", examples=["policy-quiet-hours"]),
        ] = None,
        customer_id: OfCustomer = None,
        invoice_id: OfInvoice = None,
        creditor: OfCreditor = None,
    ) -> None:
        self._own = (rule, customer_id, invoice_id)
        self._creditor = creditor

    def arguments(self, tenant: TenantId) -> tuple[str | None, ...]:
        """In the order of the statement's parameters."""
        return (*self._own, creditor_id_or_none(tenant, self._creditor))


router = APIRouter(prefix="/v1/contacts/refusals", tags=["Contacts"])


READS = named_queries("notification.messages", "queries.sql")


Reader = Annotated[RequestContext, needs("contacts:read")]


@router.get("", summary="List refused contacts")
async def list_refusals(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    wanted: Annotated[RefusalFilter, Depends()],
) -> Page[Refusal]:
    """The latest come first."""
    after = page.after(tuple[datetime, UUID]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_refusals"],
            *(page.fetch, *after, *wanted.arguments(context.tenant), page.updated_since),
        )
    return page.page(rows, listed, lambda row: (row["at"], row["id"]))


@router.get("/summary", summary="Count refused contacts by rule")
async def count_refusals(context: Reader) -> RefusalCounts:
    """How often each rule held a contact back, and how often for good."""
    async with context.reading() as connection:
        rows = await connection.fetch(READS["count_refusals"])
    return RefusalCounts(data=[RefusalCount.model_validate(dict(row)) for row in rows])
