"""What an agency reports, in JSON: activities, contacts, hardship, disputes, offers."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from recoup_events.dispute import Reason
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import ContactLeaseId, PersonId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Day, Instant, Name, RequestBody, Text, Words
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext
from workflow_scheduler.placements.domain import commands

READS = named_queries("workflow_scheduler.placements", "queries.sql")
Kind = Literal["activity", "contact", "hardship", "dispute", "offer"]


class _Report(RequestBody):
    external_id: Name = Field(
        description="Your id of the report: sent again, the same report changes nothing.",
        examples=["R-1"],
    )
    note: Text | None = Field(
        default=None,
        description="What a reader should know.",
        examples=["Called back within the hour."],
    )


class ActivityReport(_Report):
    """Something was done that reached nobody."""

    kind: Literal["activity"]
    activity: Words = Field(examples=["Address searched"])
    done_at: Instant = Field(examples=["2026-04-10T09:00:00Z"])

    @property
    def command(self) -> commands.AnyReport:
        return commands.ReportActivity(**self.model_dump(exclude={"kind"}))


class ContactReport(_Report):
    """A person was contacted, or it was tried."""

    kind: Literal["contact"]
    person_id: Name = Field(description="One of the customer's persons.", examples=["per_71c2"])
    channel: Channel | Literal["call"]
    contacted_at: Instant = Field(examples=["2026-04-10T09:00:00Z"])
    reached: bool = Field(strict=True, description="Whether the person was spoken to.")
    lease_id: Name | None = Field(
        default=None,
        description="The contact lease under which it was made (`POST /v1/agency/contact-leases`); a "
        "contact without one is recorded as a breach.",
        examples=["lea_19d4"],
    )

    @property
    def command(self) -> commands.AnyReport:
        return commands.ReportContact(
            external_id=self.external_id,
            note=self.note,
            person_id=PersonId(self.person_id),
            channel=None if self.channel == "call" else Channel(self.channel),
            contacted_at=self.contacted_at,
            reached=self.reached,
            lease_id=None if self.lease_id is None else ContactLeaseId(self.lease_id),
        )


class HardshipReport(_Report):
    """The debtor cannot pay: it becomes a condition of the customer."""

    kind: Literal["hardship"]
    since: Day = Field(examples=["2026-04-01"])

    @property
    def command(self) -> commands.AnyReport:
        return commands.ReportHardship(**self.model_dump(exclude={"kind"}))


class DisputeReport(_Report):
    """The debtor contests a part of a receivable: it becomes a dispute, and is not asked for."""

    kind: Literal["dispute"]
    receivable_id: Name = Field(examples=["rcv_4c1a"])
    amount: PositiveAmount
    reason: Reason

    @property
    def command(self) -> commands.AnyReport:
        return commands.ReportDispute(
            external_id=self.external_id,
            note=self.note,
            receivable_id=ReceivableId(self.receivable_id),
            amount=self.amount.money,
            reason=self.reason,
        )


class OfferReport(_Report):
    """The debtor offers to settle for this; the creditor decides."""

    kind: Literal["offer"]
    amount: PositiveAmount = Field(description="In all.")
    pay_by: Day = Field(description="The day of the last payment.", examples=["2026-06-30"])
    instalments: int = Field(default=1, ge=1, le=120, strict=True)

    @property
    def command(self) -> commands.AnyReport:
        return commands.ReportOffer(
            external_id=self.external_id,
            note=self.note,
            amount=self.amount.money,
            pay_by=self.pay_by,
            instalments=self.instalments,
        )


NewReport = Annotated[
    ActivityReport | ContactReport | HardshipReport | DisputeReport | OfferReport,
    Field(discriminator="kind"),
]


class ReportListed(BaseModel):
    """What an agency reported."""

    external_id: str
    kind: Kind
    reported_at: datetime
    content: Mapping[str, Any] = Field(description="As it was reported, without personal words.")
    breach: bool = Field(description="A contact that was made without a lease.")
    created_at: datetime
    updated_at: datetime


async def reported(
    context: RequestContext, id: str, page: ResourcePageRequest, agency_id: str | None = None
) -> Page[ReportListed]:
    """Those of a placement, and of one agency where it asks."""
    at, external_id = page.after(tuple[datetime, str]) or (None, None)
    asked = (id, agency_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_reports"], page.fetch, at, external_id, *asked)
    return page.page(rows, _listed, lambda row: (row["reported_at"], row["external_id"]))


def _listed(row: Mapping[str, Any]) -> ReportListed:
    return ReportListed(
        external_id=row["external_id"],
        kind=row["kind"],
        reported_at=row["reported_at"],
        content={name: _shown(value) for name, value in json.loads(row["content"]).items()},
        breach=row["breach"],
        created_at=row["reported_at"],
        updated_at=row["reported_at"],
    )


def _shown(value: Any) -> Any:
    """Amounts as everywhere else in the API."""
    if isinstance(value, Mapping) and value.keys() == {"minor_units", "currency"}:
        return Amount.of(Money.model_validate(value)).model_dump()
    return value
