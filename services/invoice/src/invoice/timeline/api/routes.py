"""Everything that happened to a customer, the latest first."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from invoice.customers.domain.customer import CUSTOMER
from invoice.timeline.domain.sentences import Kind
from invoice.timeline.domain.wording import words
from recoup_events.kernel.event import Event, name_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.rows import envelope_of
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
READS = named_queries("invoice.timeline")
OTHERS = ("invoice_id", "payment_id", "credit_note_id", "payer_id", "parent_id", "continued_by")
"""Fields that name a thing whose name a sentence may need."""


class Happening(BaseModel):
    """One thing that happened to a customer."""

    at: datetime = Field(description="When it was recorded.")
    kind: Kind
    event: str = Field(description="Of the event.", examples=["invoice.payment_applied"])
    words: str = Field(
        description="What happened, in a sentence.",
        examples=["Payment B-1 of 60.00 EUR came in, value date 2026-01-30."],
    )
    reason: str | None = Field(description="Why, as it was stated then.")
    subject: str = Field(description="What it happened to.", examples=["invoice"])
    subject_id: str = Field(description="Its id.", examples=["inv_9f0c"])
    actor: str = Field(
        description="Who asked for it: a key by its id, or a part of Recoup by itself, such as a timer "
        "or an event of another service.",
        examples=["key:2f6c"],
    )
    correlation_id: UUID = Field(
        description="What followed from the same request bears the same, in all services."
    )


OfKinds = Annotated[
    list[Kind] | None, Query(description="Only of these kinds; repeat it for more.")
]


@router.get("/{id}/timeline", summary="List what happened to a customer")
async def list_timeline(
    id: str,
    context: Annotated[RequestContext, needs("customers:read")],
    page: Annotated[PageRequest, Depends()],
    kind: OfKinds = None,
) -> Page[Happening]:
    """Documents, payments, allocations, conditions, holds, write-offs: the latest recorded first."""
    async with context.work() as work:
        await work.find(CUSTOMER, context.tenant, id)
    (before,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["timeline"], id, kind, before, page.fetch)
        named = [envelope_of(row).event for row in rows]
        ids = sorted({other for event in named for other in _others(event)})
        names = dict(await connection.fetch(READS["names"], ids))
    return page.page(rows, lambda row: _shown(row, names), lambda row: (row["position"],))


def _others(event: Event) -> Iterator[str]:
    for field in OTHERS:
        if (id := getattr(event, field, None)) is not None:
            yield id
    for each in getattr(event, "continues", None) or ():
        if not isinstance(each, str):
            yield each.invoice_id


def _shown(row: Any, names: Mapping[str, str]) -> Happening:
    envelope = envelope_of(row)
    event, stream, cause = envelope.event, envelope.stream, envelope.cause
    return Happening(
        at=cause.at,
        kind=row["kind"],
        event=name_of(event.type),
        words=words(event, lambda id: names.get(id, id)),
        reason=getattr(event, "reason", None),
        subject=stream.category,
        subject_id=stream.id,
        actor=cause.actor,
        correlation_id=cause.correlation_id,
    )
