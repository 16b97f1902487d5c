"""Enrolments: see what happens next, and hold, release or stop the chase."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer, given
from recoup_service.ask import Ask, needs
from recoup_service.paging import Page, PageRequest
from workflow_scheduler.api.enrolments.schemas import (
    EnrolmentListed,
    EnrolmentShown,
    EnrolmentState,
    NewHold,
    NewStop,
    listed,
    shown,
)
from workflow_scheduler.domain.chase import Enrolment
from workflow_scheduler.domain.commands import Hold, Intervention, Release, Stop
from workflow_scheduler.domain.enrolment import ENROLMENT
from workflow_scheduler.domain.errors import EnrolmentMissing
from workflow_scheduler.store.queries import QUERIES

router = APIRouter(prefix="/v1/enrolments", tags=["Enrolments"])
Reader = Annotated[Ask, needs("enrolments:read")]
Writer = Annotated[Ask, needs("enrolments:write")]


async def _answer(work: UnitOfWork, stream: Stream) -> Answer:
    now = await work.load(ENROLMENT, stream)
    if not isinstance(now.state, Enrolment):
        raise EnrolmentMissing("The invoice is not enrolled yet; try again in a moment.")
    return Answer(200, shown(now.state), now.version)


async def _intervene(ask: Ask, id: str, command: Intervention) -> Response:
    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(ENROLMENT, ask.tenant, id)
        await work.lock([stream.account])
        ask.match((await work.load(ENROLMENT, stream)).version)
        await work.execute(ENROLMENT, stream, command, ask.cause)
        return await _answer(work, stream)

    return await ask.decide(decision)


@router.get("", summary="List enrolments")
async def browse(
    ask: Reader,
    page: Annotated[PageRequest, Depends()],
    invoice_id: Annotated[str | None, Query(description="Recoup's id of the invoice.")] = None,
    customer_id: Annotated[str | None, Query(description="Recoup's id of the customer.")] = None,
    state: Annotated[
        EnrolmentState | None,
        Query(description="`paused` means that nothing is chased and the steps stand still."),
    ] = None,
) -> Page[EnrolmentListed]:
    """The latest started come first. An invoice has exactly one enrolment."""
    started_at, id = page.after(tuple[datetime, str]) or (None, None)
    wanted = (invoice_id, customer_id, state)
    async with ask.reading() as connection:
        rows = await connection.fetch(
            QUERIES["list_enrolments"], page.fetch, started_at, id, *wanted
        )
    return page.page(rows, listed, lambda row: (row["started_at"], row["id"]))


@router.get("/{id}", response_model=EnrolmentShown, summary="See what happens next")
async def read(id: str, ask: Reader) -> Response:
    async with ask.work() as work:
        stream = await work.find(ENROLMENT, ask.tenant, id)
        return given((await _answer(work, stream)).stored(b""), {})


@router.post("/{id}/pause", response_model=EnrolmentShown, summary="Put the chase on hold")
async def pause(id: str, body: NewHold, ask: Writer) -> Response:
    """While nothing is chased the steps stand still; they come later by the days of the pause."""
    amount = None if body.amount is None else body.amount.money
    return await _intervene(ask, id, Hold(now=ask.now, reason=body.reason, amount=amount))


@router.post("/{id}/resume", response_model=EnrolmentShown, summary="End the hold")
async def resume(id: str, ask: Writer) -> Response:
    """Ends what `/pause` began; what a dispute or a plan pauses ends with that."""
    return await _intervene(ask, id, Release(now=ask.now))


@router.post("/{id}/stop", response_model=EnrolmentShown, summary="Stop the chase for good")
async def stop(id: str, body: NewStop, ask: Writer) -> Response:
    """The enrolment ends with the outcome `stopped` and cannot be started again."""
    return await _intervene(ask, id, Stop(now=ask.now, reason=body.reason))
