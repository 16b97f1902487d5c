"""Contact rounds: when a customer is written to, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.contact_rounds.domain.contact_round import (
    ROUND,
    ContactRound,
    RoundState,
    State,
)

router = APIRouter(prefix="/v1/contact-rounds", tags=["Contact rounds"])
READS = named_queries("workflow_scheduler.contact_rounds", "queries.sql")
Reader = Annotated[RequestContext, needs("enrolments:read")]


class ContactRoundShown(Resource):
    """What falls due to a customer on one day is asked for at once."""

    id: str
    customer_id: str
    creditor_id: str
    planned_for: datetime
    state: RoundState
    items: int = Field(description="How many steps were taken in it.")
    reminders: int = Field(description="How many reminders it led to; a silent round to none.")


def shown(state: State, dates: Dates) -> ContactRoundShown:
    assert isinstance(state, ContactRound), "a round that is found was planned"
    return ContactRoundShown(
        **dates,
        id=state.round_id,
        customer_id=state.customer_id,
        creditor_id=state.creditor_id,
        planned_for=state.planned_for,
        state=state.state,
        items=state.items,
        reminders=state.reminders,
    )


def listed(row: Mapping[str, Any]) -> ContactRoundShown:
    return ContactRoundShown(**row)


rounds = Collection("contact-rounds", ROUND, shown)


@router.get("", summary="List contact rounds")
async def list_contact_rounds(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    customer_id: OfCustomer = None,
    creditor: OfCreditor = None,
    state: Annotated[RoundState | None, Query(description="Those to come, or the past.")] = None,
) -> Page[ContactRoundShown]:
    """The latest come first."""
    planned_for, id = page.after(tuple[datetime, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (customer_id, state, page.updated_since, creditor_id)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_rounds"], page.fetch, planned_for, id, *wanted)
    return page.page(rows, listed, lambda row: (row["planned_for"], row["id"]))


@router.get("/{id}", response_model=ContactRoundShown, summary="Read a contact round")
async def read_contact_round(id: str, context: Reader) -> Response:
    """As it is now; its version is the `ETag`."""
    return await rounds.get(context, id)
