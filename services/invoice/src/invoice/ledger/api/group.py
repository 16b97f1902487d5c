"""A group: its customers, and what each of them owes."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from pydantic_core import from_json

from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.groups import DEEPEST
from invoice.ledger.api.days import FOR_EVER, KnownOn, today
from recoup_events.invoice import PaysFor
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
READS = named_queries("invoice.ledger", "queries.sql")


class OwedByMember(BaseModel):
    creditor_id: str
    balance: Amount = Field(description="Below zero is money on account.")


class Member(BaseModel):
    """A customer of a group."""

    id: str = Field(examples=["cus_9f0c"])
    external_id: str
    name: str
    parent_id: str | None = Field(description="None for the head of the group.")
    pays_for: PaysFor
    level: int = Field(description="1 is the head of the group.")
    balances: list[OwedByMember] = Field(description="One per creditor and currency.")


@router.get("/{id}/group", summary="List a customer's group, and what each owes")
async def read_group(
    id: str,
    context: Annotated[RequestContext, needs("customers:read")],
    page: Annotated[PageRequest, Depends()],
    creditor: OfCreditor = None,
    as_of: Annotated[
        Day | None,
        Query(description="Owed at the end of this day; today in UTC if left out."),
    ] = None,
    known_on: KnownOn = None,
) -> Page[Member]:
    """The whole group of a customer, its head first: the parent and all below it.

    A customer without parent and children is all of its group.
    """
    async with context.work() as work:
        await work.find(CUSTOMER, context.tenant, id)
    day = as_of or today(context)
    after = page.after(tuple[int, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["group_members"],
            id,
            page.fetch,
            *after,
            day,
            creditor_id,
            DEEPEST,
            known_on or FOR_EVER,
        )
    return page.page(rows, _member, lambda row: (row["level"], row["external_id"]))


def _member(row: Mapping[str, Any]) -> Member:
    balances = [
        OwedByMember(creditor_id=each["creditor_id"], balance=in_currency(each, "balance"))
        for each in from_json(row["balances"])
    ]
    return Member.model_validate({**row, "balances": balances})
