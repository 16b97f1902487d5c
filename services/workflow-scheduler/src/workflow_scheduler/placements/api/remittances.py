"""Remittances: what debtors paid the agency, passed on gross, with the commission apart."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from recoup_events.kernel.ids import PlacementId, ReceivableId, RemittanceId, derived
from recoup_events.kernel.percent import Percent
from recoup_events.kernel.refusals import Missing
from recoup_events.workflow_scheduler import CommissionTax, RemittanceReported
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.amounts import Amount, GivenAmount, PositiveAmount, in_currency
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Day, Name, RequestBody
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext
from recoup_service.api.resource import Dates, Resource, dates_in, dates_of
from workflow_scheduler.placements.api.agency import Reader, Writer
from workflow_scheduler.placements.api.routes import READS
from workflow_scheduler.placements.domain.remittance import (
    REMITTANCE,
    CommissionUnacceptable,
    Remittance,
)
from workflow_scheduler.placements.handlers.remitting import Sent, SentRemittance, remit

router = APIRouter(prefix="/v1/agency/remittances", tags=["For agencies"])


class RemittedBody(RequestBody):
    """One payment of a debtor to you."""

    placement_id: Name = Field(examples=["plc_8a21"])
    receivable_id: Name = Field(examples=["rcv_4c1a"])
    amount: PositiveAmount = Field(
        description="Gross: what the debtor paid, before your commission."
    )
    received_on: Day = Field(
        description="The day you had the money: for the debtor it counts from then.",
        examples=["2026-03-02"],
    )


class CommissionTaxBody(RequestBody):
    """The value added tax in it, as your invoice to the creditor says it."""

    rate: Percent = Field(description="In per cent.", examples=["19"])
    tax: PositiveAmount = Field(description="So much of the commission is tax.")


class NewRemittance(RequestBody):
    """What debtors paid you, and what you keep of it."""

    external_id: Name = Field(
        description="Your id of the remittance; it can be used once.", examples=["RM-2026-03"]
    )
    reference: Name | None = Field(
        default=None,
        description="What your transfer of the net amount names, so that the bank's entry is "
        "recognised; the `external_id`, if left out.",
        examples=["RM-2026-03"],
    )
    payments: Annotated[tuple[RemittedBody, ...], Field(min_length=1, max_length=100)]
    commission: GivenAmount = Field(
        description="What you keep, with the tax on it; without it at most what was agreed. Zero or "
        "more, in the payments' currency."
    )
    commission_tax: CommissionTaxBody | None = Field(
        default=None, description="Left out where no tax is owed on it."
    )

    def sent(self, context: RequestContext, id: RemittanceId) -> SentRemittance:
        payments = [
            Sent(
                PlacementId(each.placement_id),
                ReceivableId(each.receivable_id),
                each.amount.money,
                each.received_on,
            )
            for each in self.payments
        ]
        return SentRemittance(
            *(id, context.agency_id, self.external_id, self.reference or self.external_id),
            *(payments, self.commission.money, self._tax),
        )

    @property
    def _tax(self) -> CommissionTax | None:
        sent = self.commission_tax
        if sent is None:
            return None
        if sent.tax.money.currency != self.commission.money.currency:
            raise CommissionUnacceptable(
                "The tax is in another currency than the commission; send it in the same.",
                pointer="/commission_tax/tax/currency",
            )
        return CommissionTax(rate=sent.rate, tax=sent.tax.money)


class RemittedShown(BaseModel):
    """One payment of a debtor, as it is booked."""

    placement_id: str
    invoice_id: str
    receivable_id: str
    payment_id: str
    amount: Amount
    received_on: date


class RemittanceListed(Resource):
    id: str = Field(examples=["rmt_77b0"])
    agency_id: str
    creditor_id: str
    external_id: str
    reference: str
    gross: Amount
    commission: Amount
    net: Amount = Field(description="What is to arrive at the creditor's bank.")


class RemittanceShown(RemittanceListed):
    """A remittance: its payments are booked gross, and the bank's entry of the net is awaited."""

    payments: list[RemittedShown]


def shown(remittance: Remittance, dates: Dates) -> RemittanceShown:
    reported = remittance.reported
    assert isinstance(reported, RemittanceReported), "what is shown was reported"
    same = ("agency_id", "creditor_id", "external_id", "reference")
    return RemittanceShown(
        **dates,
        **{name: getattr(reported, name) for name in same},
        **{name: Amount.of(getattr(reported, name)) for name in ("gross", "commission", "net")},
        id=reported.remittance_id,
        payments=[
            RemittedShown(**{**each.model_dump(), "amount": Amount.of(each.amount)})
            for each in reported.payments
        ],
    )


@router.post("", status_code=201, response_model=RemittanceShown, summary="Remit")
async def report_remittance(body: NewRemittance, context: Writer) -> Response:
    """All of it is booked, or nothing; then transfer `net` to the creditor and name `reference`.

    A payment beyond what is owed, on a placement that is not yours, or after the time to report is over is
    refused with where it stands in the request.
    """
    if body.commission.money.minor_units < 0:
        raise CommissionUnacceptable(
            "The commission is zero or more.", pointer="/commission/amount"
        )
    id = RemittanceId(derived("rmt", context.agency_id, body.external_id))

    async def decision(work: UnitOfWork) -> Answer:
        stream = await remit(work, body.sent(context, id), context.tenant, context.cause)
        now = await work.load(REMITTANCE, stream)
        location = f"/v1/agency/remittances/{id}"
        return Answer(201, shown(now.state, dates_of(now)), now.version, location)

    return await context.decide(decision)


@router.get("", summary="List your remittances")
async def list_remittances(
    context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[RemittanceListed]:
    """The latest come first."""
    at, id = page.after(tuple[datetime, str]) or (None, None)
    asked = (context.agency_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_remittances"], page.fetch, at, id, *asked)
    return page.page(rows, _listed, lambda row: (row["reported_at"], row["id"]))


@router.get("/{id}", response_model=RemittanceShown, summary="Read one of your remittances")
async def read_remittance(id: str, context: Reader) -> Response:
    """With each payment and its id in the creditor's books."""
    async with context.work() as work:
        stream = await work.find(REMITTANCE, context.tenant, id)
        if stream.account.key != context.agency_id:
            raise Missing(f"There is no remittance {id}; check the id, and the API key's tenant.")
        now = await work.load(REMITTANCE, stream)
    return Answer(200, shown(now.state, dates_of(now)), now.version).response()


def _listed(row: Mapping[str, Any]) -> RemittanceListed:
    same = ("id", "agency_id", "creditor_id", "external_id", "reference")
    return RemittanceListed(
        **dates_in(row),
        **{name: row[name] for name in same},
        **{name: in_currency(row, name) for name in ("gross", "commission", "net")},
    )
