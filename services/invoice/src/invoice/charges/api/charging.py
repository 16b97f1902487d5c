"""Whether something is charged for an invoice by itself, and when that is looked at again."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from invoice.charges.domain.charging import CHARGING_OF_INVOICE
from invoice.charges.handlers.by_itself import charging_stream
from invoice.invoices.domain.decider import INVOICE
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/invoices/{id}/charging", tags=["Charges"])
Reader = Annotated[RequestContext, needs("invoices:read")]


class ChargingShown(BaseModel):
    """By the rules in `charging` of its creditor's books."""

    next_on: date | None = Field(
        description="When it is looked again whether something is to be charged; `null`: it is not.",
        examples=["2026-02-01"],
    )
    waits_for: str | None = Field(
        description="Why something was not charged that fell due to be.",
        examples=["A part of it is contested, agreed in a plan or reserved."],
    )
    ended_because: str | None = Field(
        description="Why nothing more is charged by itself, where something was looked at before.",
        examples=["The invoice is paid."],
    )


@router.get("", summary="Read what is charged by itself")
async def read_charging(id: str, context: Reader) -> ChargingShown:
    """Nothing is, where the creditor had no rules when the invoice became overdue."""
    async with context.work() as work:
        stream = await work.find(INVOICE, context.tenant, id)
        charging = await work.state(CHARGING_OF_INVOICE, charging_stream(stream))
    return ChargingShown(
        next_on=charging.on,
        waits_for=charging.waits_for,
        ended_because=charging.ended_because,
    )
