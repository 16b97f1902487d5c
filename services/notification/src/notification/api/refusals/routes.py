"""The evidence of restraint: which contacts were not made, by which rule, on which facts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from notification.api.refusals.filters import RefusalFilter
from notification.api.refusals.schemas import Refusal, RefusalCount, RefusalCounts, listed
from notification.store.queries import QUERIES
from recoup_service.api.ask import Ask, needs
from recoup_service.api.paging import Page, PageRequest

router = APIRouter(prefix="/v1/contacts/refusals", tags=["Contacts"])
Reader = Annotated[Ask, needs("contacts:read")]


@router.get("", summary="List refused contacts")
async def list_refusals(
    ask: Reader,
    page: Annotated[PageRequest, Depends()],
    wanted: Annotated[RefusalFilter, Depends()],
) -> Page[Refusal]:
    """The latest come first."""
    after = page.after(tuple[datetime, UUID]) or (None, None)
    async with ask.reading() as connection:
        rows = await connection.fetch(
            QUERIES["list_refusals"], page.fetch, *after, *wanted.arguments
        )
    return page.page(rows, listed, lambda row: (row["at"], row["id"]))


@router.get("/summary", summary="Count refused contacts by rule")
async def count_refusals(ask: Reader) -> RefusalCounts:
    """How often each rule held a contact back, and how often for good."""
    async with ask.reading() as connection:
        rows = await connection.fetch(QUERIES["count_refusals"])
    return RefusalCounts(data=[RefusalCount.model_validate(dict(row)) for row in rows])
