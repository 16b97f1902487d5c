"""Charges: what being late costs, assessed on request, shown with its sums, and waived."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.approvals.schemas import ApprovalShown, approvals
from invoice.charges.api.schemas import (
    ChargeShown,
    ChargesShown,
    NewCharge,
    NewWaiver,
    charges_shown,
    listed,
    shown,
)
from invoice.charges.handlers.assessing import charge, chargeable
from invoice.invoices.domain.commands import WriteOff
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import ChargeRefused
from invoice.invoices.domain.invoice import InvoiceState, issued_invoice
from invoice.invoices.handlers import write_off
from recoup_events.invoice import ChargeKind, Origin
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of
from recoup_service.api.search import Search, found

router = APIRouter(prefix="/v1/charges", tags=["Charges"])
READS = named_queries("invoice.charges", "queries.sql")
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


@router.post(
    "",
    status_code=201,
    response_model=ChargesShown,
    responses={200: {"model": ChargesShown, "description": "What would be charged."}},
    summary="Charge for being late",
)
async def assess_charge(body: NewCharge, context: Writer) -> Response:
    """Each charge is a document of its own, due at once; the invoice's balance is left alone.

    Interest is charged up to a day, once: what was charged before is taken off. Fees and sums are
    charged once for each occasion. Refused where nothing more can be charged, or with `rate_unknown`
    where nobody knows the rate yet.
    """

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(INVOICE, context.tenant, body.invoice_id)
        invoice = issued_invoice(await work.state(INVOICE, stream))
        request = body.request(invoice)
        if body.dry_run:
            new = await chargeable(work, stream, request, context.cause)
            return Answer(200, charges_shown(new, invoice))
        return Answer(
            201, charges_shown(await charge(work, stream, request, context.cause), invoice)
        )

    return await context.decide(decision)


@router.get("", summary="List charges")
async def list_charges(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    customer_id: OfCustomer = None,
    invoice_id: Annotated[
        str | None, Query(description="Charged for this invoice, by Recoup's id.")
    ] = None,
    kind: Annotated[ChargeKind | None, Query(description="What is charged.")] = None,
    state: Annotated[InvoiceState | None, Query(description="`written_off`: waived.")] = None,
    creditor: OfCreditor = None,
    search: Search = None,
) -> Page[ChargeShown]:
    """The latest come first."""
    issue_date, id = page.after(tuple[date, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted: tuple[Any, ...] = (customer_id, invoice_id, kind, state, creditor_id)
    async with context.reading() as connection:
        those = await found(connection, "invoice", "invoice", search)
        rows = await connection.fetch(
            READS["list_charges"], page.fetch, issue_date, id, *wanted, page.updated_since, *those
        )
    return page.page(rows, listed, lambda row: (row["issue_date"], row["id"]))


@router.get("/{id}", response_model=ChargeShown, summary="Read a charge")
async def read_charge(id: str, context: Reader) -> Response:
    """As it is now, with the sums that lead to it; its version is the `ETag`."""
    async with context.work() as work:
        return (await _answer(work, context, id)).response()


@router.post(
    "/{id}/waiver",
    response_model=ChargeShown,
    responses={202: {"model": ApprovalShown, "description": "It waits for a second person."}},
    summary="Waive a charge",
)
async def waive_charge(id: str, body: NewWaiver, context: Writer) -> Response:
    """Its creditor does without it; the write-off of an invoice, with the same limit and reversal."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(INVOICE, context.tenant, id)
        await _answer(work, context, id)
        context.match((await work.load(INVOICE, stream)).version)
        command = WriteOff(
            amount=None if body.amount is None else body.amount.money,
            origin=Origin.RECOUP,
            reason=body.reason,
            at=context.now,
        )
        waits = await write_off(work, stream, command, context.cause)
        if waits is not None:
            return await approvals.answer(work, waits, 202)
        return await _answer(work, context, id)

    return await context.decide(decision)


async def _answer(work: UnitOfWork, context: RequestContext, id: str) -> Answer:
    stream = await work.find(INVOICE, context.tenant, id)
    now = await work.load(INVOICE, stream)
    document = issued_invoice(now.state)
    caused = document.issued.charge
    if caused is None:
        raise ChargeRefused(f"{document.number} is no charge; read it as an invoice.")
    cause = issued_invoice(
        await work.state(INVOICE, INVOICE.stream(*stream.account, caused.invoice_id))
    )
    assessed = next(each for each in cause.charges if each.charge_id == id)
    return Answer(200, shown(document, assessed, dates_of(now)), now.version)
