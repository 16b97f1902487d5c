"""What is owed: issue, credit and cancel invoices, and find them again."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from invoice.api.debtor import debtor
from invoice.api.invoices.filters import InvoiceFilter
from invoice.api.invoices.schemas import (
    Cancellation,
    InvoiceShown,
    InvoiceSummary,
    NewCredit,
    NewInvoice,
    listed,
    shown,
)
from invoice.api.things import Things
from invoice.domain import commands
from invoice.domain.invoice import INVOICE
from invoice.domain.naming import invoice_id_of
from invoice.store.queries import QUERIES
from recoup_events.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer
from recoup_service.ask import Ask, needs
from recoup_service.paging import Page, PageRequest

router = APIRouter(prefix="/v1/invoices", tags=["Invoices"])
invoices = Things("invoices", INVOICE, shown)
Reader = Annotated[Ask, needs("invoices:read")]
Writer = Annotated[Ask, needs("invoices:write")]


@router.post("", status_code=201, response_model=InvoiceShown, summary="Issue an invoice")
async def issue_invoice(body: NewInvoice, ask: Writer) -> Response:
    stream = INVOICE.stream(
        ask.tenant, body.customer_in(ask.tenant), invoice_id_of(ask.tenant, body.external_id)
    )

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account])
        customer = await debtor(work, stream.account, body)
        await invoices.refuse_double(work, stream, body.external_id)
        command = commands.IssueInvoice(
            invoice_id=invoice_id_of(ask.tenant, body.external_id),
            customer_id=customer.customer_id,
            external_id=body.external_id,
            number=body.number,
            purchase_order=body.purchase_order,
            total=body.total.money,
            lines=tuple(line.line for line in body.lines),
            issue_date=body.issue_date,
            due_date=body.due_date,
            time_zone=customer.time_zone,
            at=ask.now,
        )
        await work.execute(INVOICE, stream, command, ask.cause)
        return await invoices.answer(work, stream, 201)

    return await ask.decide(decision)


@router.get("", summary="List invoices")
async def list_invoices(
    ask: Reader,
    page: Annotated[PageRequest, Depends()],
    wanted: Annotated[InvoiceFilter, Depends()],
) -> Page[InvoiceSummary]:
    """The latest issued come first."""
    issue_date, id = page.after(tuple[date, str]) or (None, None)
    async with ask.reading() as connection:
        rows = await connection.fetch(
            QUERIES["list_invoices"], page.fetch, issue_date, id, *wanted.arguments
        )
    return page.page(rows, listed, lambda row: (row["issue_date"], row["id"]))


@router.get("/{id}", response_model=InvoiceShown, summary="Read an invoice")
async def read_invoice(id: str, ask: Reader) -> Response:
    return await invoices.get(ask, id)


@router.post("/{id}/credits", response_model=InvoiceShown, summary="Credit part of an invoice")
async def credit_invoice(id: str, body: NewCredit, ask: Writer) -> Response:
    command = commands.CreditInvoice(
        credit_id=body.credit_id, amount=body.amount.money, reason=body.reason, at=ask.now
    )
    return await _change(ask, id, command)


@router.post("/{id}/cancellation", response_model=InvoiceShown, summary="Cancel an unpaid invoice")
async def cancel_invoice(id: str, body: Cancellation, ask: Writer) -> Response:
    return await _change(ask, id, commands.CancelInvoice(reason=body.reason))


async def _change(ask: Ask, id: str, command: commands.InvoiceCommand) -> Response:
    async def change(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(INVOICE, stream, command, ask.cause)

    return await invoices.change(ask, id, change)
