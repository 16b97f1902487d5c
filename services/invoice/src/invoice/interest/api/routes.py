"""What interest has run up on an invoice, as a sum that can be done again by hand."""

from typing import Annotated

from fastapi import APIRouter, Query

from invoice.customers.handlers import registered_customer
from invoice.interest.api.schemas import InterestShown, shown
from invoice.interest.domain.accruing import accrued
from invoice.interest.handlers import free_days, law_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_receivables.calendar import local_date
from recoup_service.api.fields import Day
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.route_docs import MAY_REFUSE

router = APIRouter(prefix="/v1/invoices/{id}/interest", tags=["Invoices"])
Reader = Annotated[RequestContext, needs("invoices:read")]


@router.get("", responses=MAY_REFUSE, summary="Compute the interest on an invoice")
async def read_interest(
    id: str,
    context: Reader,
    law: Annotated[
        str | None,
        Query(
            description="By this law; if left out, by what was agreed when it was issued.",
            examples=["de-business"],
        ),
    ] = None,
    until: Annotated[
        Day | None, Query(description="The last day to count; today if left out.")
    ] = None,
) -> InterestShown:
    """It runs from the day after each due date, on what was owed on each day, and is not charged.

    The days of an insolvency or a breathing space bear none, nor do those of a plan that froze it: their
    segments have the rate zero.

    Refused with `rate_unknown` where the law refers to a rate that nobody knows yet.
    """
    async with context.work() as work:
        stream = await work.find(INVOICE, context.tenant, id)
        invoice = issued_invoice(await work.state(INVOICE, stream))
        chosen = await law_of(work, context.tenant, invoice, law)
        customer = await registered_customer(work, stream.account, customer_at="/customer_id")
        free = await free_days(work, stream.account, invoice, customer)
    last = until or local_date(context.now, invoice.time_zone)
    return shown(id, invoice.currency, last, chosen, accrued(invoice, chosen, last, free))
