"""What is missing in the data: how often, where, and what to do."""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from invoice.data_health.domain.checks import ADVICE, Check
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/data-health", tags=["Data health"])
READS = named_queries("invoice.data_health")


class CheckCount(BaseModel):
    check: Check
    finds: str = Field(description="What is counted.")
    findings: int = Field(description="How many there are.")
    advice: str = Field(description="What to do.")


class DataHealth(BaseModel):
    as_of: date = Field(description="Today, in UTC.")
    data: list[CheckCount]


class Finding(BaseModel):
    """Something to be looked at."""

    customer_id: str = Field(examples=["cus_9f0c"])
    creditor_id: str | None = Field(description="`null` where it is about all of them.")
    subject: str = Field(
        description="`customer`, `invoice` or `payment`: what it is about.", examples=["invoice"]
    )
    subject_id: str = Field(description="Its id.", examples=["inv_9f0c"])
    name: str = Field(
        description="The customer's name, the invoice's number, or your id of the payment."
    )
    day: date | None = Field(
        description="When it is due; of late invoices the issue date, of money the value date."
    )
    amount: Amount | None = Field(description="What is unpaid, or on account.")


@router.get("", summary="Count what is missing in the data")
async def read_data_health(
    context: Annotated[RequestContext, needs("aging:read")], creditor: OfCreditor = None
) -> DataHealth:
    """Each check with the number of its findings, and what to do about them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    day = context.now.astimezone(UTC).date()
    counts: dict[Check, int] = {}
    async with context.reading() as connection:
        for check in Check:
            sql = f"select count(*) from ({READS[check].rstrip(';')}) as found"
            counts[check] = await connection.fetchval(sql, None, None, creditor_id, day)
    return DataHealth(
        as_of=day,
        data=[
            CheckCount(
                check=check,
                finds=ADVICE[check].finds,
                findings=counts[check],
                advice=ADVICE[check].advises,
            )
            for check in Check
        ],
    )


@router.get("/{check}", summary="List what one check finds")
async def list_findings(
    check: Check,
    context: Annotated[RequestContext, needs("aging:read")],
    page: Annotated[PageRequest, Depends()],
    creditor: OfCreditor = None,
) -> Page[Finding]:
    """The customers, invoices or payments, in the order of their ids."""
    (after,) = page.after(tuple[str]) or (None,)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    day = context.now.astimezone(UTC).date()
    async with context.reading() as connection:
        rows = await connection.fetch(READS[check], after, page.fetch, creditor_id, day)
    subject = ADVICE[check].subject
    return page.page(rows, lambda row: _shown(row, subject), lambda row: (row["id"],))


def _shown(row: Mapping[str, Any], subject: str) -> Finding:
    amount = None if row["amount"] is None else in_currency(row, "amount")
    subject_id = row["customer_id"] if subject == "customer" else row["id"]
    return Finding.model_validate(
        {**row, "subject": subject, "subject_id": subject_id, "amount": amount}
    )
