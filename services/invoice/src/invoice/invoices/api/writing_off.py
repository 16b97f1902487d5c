"""Write-offs over HTTP: what is not expected any more, and taking that back."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from invoice.approvals.schemas import ApprovalShown, approvals
from invoice.invoices.api.schemas import InvoiceShown, shown
from invoice.invoices.domain import commands
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.handlers import write_off
from invoice.invoices.schemas import BookedFrom, TaxParts, tax_parts
from recoup_events.invoice import Origin
from recoup_events.kernel.ids import WriteOffId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/invoices", tags=["Invoices"])
invoices = Collection("invoices", INVOICE, shown)
Writer = Annotated[RequestContext, needs("invoices:write")]


class NewWriteOff(RequestBody):
    """What is owed and not expected any more."""

    amount: PositiveAmount | None = Field(
        default=None, description="All that is still owed, if left out."
    )
    taxes: TaxParts = ()
    origin: BookedFrom = Origin.RECOUP
    reason: Words = Field(examples=["Insolvent, nothing to distribute"])


class WriteOffReversal(RequestBody):
    """The money is expected again."""

    write_off_id: Name | None = Field(
        default=None, description="All that is written off, if left out."
    )
    origin: BookedFrom = Origin.RECOUP
    reason: Words = Field(examples=["The customer has begun to pay"])


@router.post(
    "/{id}/write-off",
    response_model=InvoiceShown,
    responses={202: {"model": ApprovalShown, "description": "It waits for a second person."}},
    summary="Write off an invoice",
)
async def write_off_invoice(id: str, body: NewWriteOff, context: Writer) -> Response:
    """Nobody is asked for it any more, and the customer is not said to have paid it.

    More than the creditor's `write_off_limit` waits in `/v1/approvals` for a second person.
    """

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(INVOICE, context.tenant, id)
        context.match((await work.load(INVOICE, stream)).version)
        command = commands.WriteOff(
            amount=None if body.amount is None else body.amount.money,
            taxes=tax_parts(body.taxes),
            origin=body.origin,
            reason=body.reason,
            at=context.now,
        )
        waits = await write_off(work, stream, command, context.cause)
        if waits is not None:
            return await approvals.answer(work, waits, 202)
        return await invoices.answer(work, stream)

    return await context.decide(decision)


@router.post(
    "/{id}/write-off-reversal", response_model=InvoiceShown, summary="Take a write-off back"
)
async def reverse_write_off(id: str, body: WriteOffReversal, context: Writer) -> Response:
    """It is owed again, and chased anew from where chasing stood."""
    command = commands.ReverseWriteOff(
        write_off_id=None if body.write_off_id is None else WriteOffId(body.write_off_id),
        origin=body.origin,
        reason=body.reason,
        at=context.now,
    )
    return await invoices.command(context, id, command)
