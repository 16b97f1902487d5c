"""Promises: record what a customer says it will pay, look at what came of it, take it back."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import PromiseId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by
from workflow_scheduler.promises.api.requests import NewPromise, NewWithdrawal
from workflow_scheduler.promises.api.schemas import (
    PromiseListed,
    PromiseReport,
    PromiseShown,
    listed,
    reported,
    shown,
)
from workflow_scheduler.promises.domain.commands import WithdrawPromise
from workflow_scheduler.promises.domain.decider import PROMISE
from workflow_scheduler.promises.domain.errors import DuplicateReference
from workflow_scheduler.promises.domain.promise import PromiseState
from workflow_scheduler.promises.handlers import make_promise

router = APIRouter(prefix="/v1/promises", tags=["Promises"])
report = APIRouter(prefix="/v1/promise-report", tags=["Promises"])
READS = named_queries("workflow_scheduler.promises", "queries.sql")
SORTED = sorted_by(
    "-created_at",
    created_at=Column("made_at", datetime),
    due_on=date,
    updated_at=Column("updated_at", datetime, of_dates=True),
)
promises = Collection("promises", PROMISE, shown)
Reader = Annotated[RequestContext, needs("promises:read")]
Writer = Annotated[RequestContext, needs("promises:write")]


@router.post("", status_code=201, response_model=PromiseShown, summary="Record a promise")
async def make(body: NewPromise, context: Writer) -> Response:
    """Its slices are not chased until its day and its grace are over, or the money has come.

    How far ahead it may be, how many a customer may have and how chasing goes on if it is broken
    is the policy's: `/v1/promise-policy`.
    """
    id = PromiseId(derived("prm", context.tenant, body.reference))
    word = body.word(context.tenant)
    stream = PROMISE.stream(context.tenant, word.customer_id, id)

    async def making(work: UnitOfWork, stream: Stream) -> None:
        await make_promise(work, stream, word, context.cause)

    return await promises.create(context, stream, making, DuplicateReference.of(id))


@router.get("", summary="List promises")
async def list_promises(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[PromiseState | None, Query(description="What has come of it.")] = None,
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    creditor: OfCreditor = None,
) -> Page[PromiseListed]:
    """The latest come first, unless you `sort` them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted: tuple[Any, ...] = (state, customer_id, invoice_id, page.updated_since, creditor_id)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_promises"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=PromiseShown, summary="Read a promise")
async def read_promise(id: str, context: Reader) -> Response:
    """Slice by slice, with what is still promised, and its version as `ETag`."""
    return await promises.get(context, id)


@router.post(
    "/{id}/withdrawal",
    response_model=PromiseShown,
    summary="Withdraw a promise",
    operation_id="withdraw_promise",
)
async def withdraw(id: str, body: NewWithdrawal, context: Writer) -> Response:
    """Its slices are chased again at once; it counts neither as kept nor as broken."""
    command = WithdrawPromise(reason=body.reason, note=body.note)
    return await promises.command(context, id, command)


@report.get("", summary="How promises were kept")
async def report_promises(
    context: Reader,
    due_from: Annotated[Day | None, Query(description="Of those due on this day or later.")] = None,
    due_to: Annotated[Day | None, Query(description="Of those due on this day or sooner.")] = None,
    customer_id: OfCustomer = None,
    creditor: OfCreditor = None,
) -> PromiseReport:
    """Of a customer, of a creditor, or of all: those met in full in time, of those that fell due."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (due_from, due_to, customer_id, creditor_id)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["report_promises"], *wanted)
    return reported(rows)
