"""Enrolments: see what happens next, and hold, release or stop the chase."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by
from workflow_scheduler.enrolments.api.schemas import (
    EnrolmentListed,
    EnrolmentShown,
    NewHold,
    NewRelease,
    NewRun,
    NewStop,
    RunListed,
    listed,
    run_listed,
    shown,
)
from workflow_scheduler.enrolments.domain.commands import Hold, Release, ReleaseStep, Stop
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import EnrolmentState
from workflow_scheduler.enrolments.handlers import start_run

router = APIRouter(prefix="/v1/enrolments", tags=["Enrolments"])
READS = named_queries("workflow_scheduler.enrolments", "queries.sql")
SORTED = sorted_by("-started_at", started_at=datetime, due_date=date, **DATES)
enrolments = Collection("enrolments", ENROLMENT, lambda state, dates: shown(enrolled(state), dates))
Reader = Annotated[RequestContext, needs("enrolments:read")]
Writer = Annotated[RequestContext, needs("enrolments:write")]


@router.get("", summary="List enrolments")
async def list_enrolments(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    invoice_id: OfInvoice = None,
    customer_id: OfCustomer = None,
    creditor: OfCreditor = None,
    state: Annotated[
        EnrolmentState | None,
        Query(description="`paused` means that nothing is chased and the steps stand still."),
    ] = None,
    held: Annotated[
        bool | None,
        Query(description="Only those whose next step waits for proof, or only the others."),
    ] = None,
) -> Page[EnrolmentListed]:
    """The latest started come first, unless you `sort` them.

    Each term of an invoice has exactly one enrolment.
    """
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (invoice_id, customer_id, state, page.updated_since, creditor_id, held)
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_enrolments"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=EnrolmentShown, summary="See what happens next")
async def read_enrolment(id: str, context: Reader) -> Response:
    """The steps to come with their moments, and what is set aside; its version is the `ETag`."""
    return await enrolments.get(context, id)


@router.post("/{id}/pause", response_model=EnrolmentShown, summary="Put the chase on hold")
async def pause_enrolment(id: str, body: NewHold, context: Writer) -> Response:
    """While nothing is chased the steps stand still; they come later by the days of the pause."""
    amount = None if body.amount is None else body.amount.money
    return await enrolments.command(
        context, id, Hold(now=context.now, reason=body.reason, amount=amount)
    )


@router.post("/{id}/resume", response_model=EnrolmentShown, summary="End the hold")
async def resume_enrolment(id: str, context: Writer) -> Response:
    """Ends what `/pause` began; what a dispute or a plan pauses ends with that."""
    return await enrolments.command(context, id, Release(now=context.now))


@router.post(
    "/{id}/release-step",
    response_model=EnrolmentShown,
    summary="Let a held step go on",
    operation_id="release_step",
)
async def release_step(id: str, body: NewRelease, context: Writer) -> Response:
    """A step that waits for proof that the milder one arrived goes on without; your reason is kept.

    It comes at the next of its times. Nothing is sent to an address from which messages come back.
    """
    return await enrolments.command(context, id, ReleaseStep(now=context.now, reason=body.reason))


@router.post("/{id}/stop", response_model=EnrolmentShown, summary="Stop the chase for good")
async def stop_enrolment(id: str, body: NewStop, context: Writer) -> Response:
    """The enrolment ends with the outcome `stopped`; only another run starts it again."""
    return await enrolments.command(context, id, Stop(now=context.now, reason=body.reason))


@router.post(
    "/{id}/runs",
    response_model=EnrolmentShown,
    summary="Start another run",
    operation_id="start_run",
)
async def start(id: str, body: NewRun, context: Writer) -> Response:
    """After a run has ended: it is chased once more, from the beginning of a workflow.

    It enters as an invoice that comes late does; what is left out stays so.
    """

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await start_run(work, stream, body.reason, body.note, body.workflow_id, context.cause)

    return await enrolments.change(context, id, change)


@router.get("/{id}/runs", summary="List the runs")
async def list_runs(
    id: str, context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[RunListed]:
    """The latest comes first; each ended with an outcome, or goes on."""
    (run,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_runs"], page.fetch, run, id, page.updated_since)
    return page.page(rows, run_listed, lambda row: (row["run"],))
