"""What was said to customers in error, and what was done about it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from notification.contacts_in_error.api.filters import ErrorFilter
from notification.contacts_in_error.api.schemas import (
    ContactInError,
    NewResolution,
    listed,
    shown,
)
from notification.contacts_in_error.domain.commands import Resolve
from notification.contacts_in_error.domain.contact_error import CONTACT_ERROR
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/contacts/in-error", tags=["Contacts"])
READS = named_queries("notification.contacts_in_error", "queries.sql")
Reader = Annotated[RequestContext, needs("contacts:read")]
Writer = Annotated[RequestContext, needs("contacts:write")]
errors = Collection("contacts/in-error", CONTACT_ERROR, shown)


@router.get("", summary="List contacts that asked for too much")
async def list_contacts_in_error(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    wanted: Annotated[ErrorFilter, Depends()],
) -> Page[ContactInError]:
    """Messages that left and calls in which something was said, the latest first.

    Money, credits and disputes may be booked after a message has left and count from a day before
    it: then it asked for more than was owed. Each entry says what was claimed, what was right on
    that day as is known now, and which booking shows it. What is booked on the very day it left
    crossed with it and is no error. An entry is withdrawn when its booking is taken back.
    """
    after = page.after(tuple[datetime, str]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_in_error"],
            *(page.fetch, *after, *wanted.arguments(context.tenant), page.updated_since),
        )
    return page.page(rows, listed, lambda row: (row["left_at"], row["id"]))


@router.get("/{id}", response_model=ContactInError, summary="Read a contact in error")
async def read_contact_in_error(id: str, context: Reader) -> Response:
    """By the id of the message or call."""
    return await errors.get(context, id)


@router.post(
    "/{id}/resolution", response_model=ContactInError, summary="Record what was done about it"
)
async def resolve_contact_in_error(id: str, body: NewResolution, context: Writer) -> Response:
    """It is open no more, until it turns out that still less was right."""
    resolve = Resolve(
        outcome=body.outcome, reason=body.reason, by=context.cause.actor, at=context.cause.at
    )
    return await errors.command(context, id, resolve)
