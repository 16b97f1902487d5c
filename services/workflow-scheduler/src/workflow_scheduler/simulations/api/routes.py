"""What-if: ask for a simulation, see how far it is, and read what came of it."""

import csv
from collections.abc import AsyncIterator
from datetime import date
from io import StringIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response, StreamingResponse

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import derived
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.simulations.api.asking import policy_of
from workflow_scheduler.simulations.api.requests import LONGEST, NewSimulation
from workflow_scheduler.simulations.api.schemas import RowShown, SimulationShown, shown
from workflow_scheduler.simulations.domain.report import report
from workflow_scheduler.simulations.domain.simulation import (
    SIMULATION,
    AskSimulation,
    CancelSimulation,
    ResumeSimulation,
    Simulation,
)
from workflow_scheduler.simulations.domain.trial import Row, Selection, Trial
from workflow_scheduler.simulations.handlers.pasts import SQL

router = APIRouter(prefix="/v1/simulations", tags=["Simulations"])
simulations = Collection("simulations", SIMULATION, shown)
Reader = Annotated[RequestContext, needs("simulations:read")]
Writer = Annotated[RequestContext, needs("simulations:write")]
SHOWN_AT_ONCE = 1000


@router.post(
    "",
    status_code=201,
    response_model=SimulationShown,
    responses={200: {"model": SimulationShown, "description": "It was asked for already."}},
    summary="Simulate a policy",
)
async def create_simulation(body: NewSimulation, context: Writer) -> Response:
    """Live through a stretch of the past again, under another policy; nothing is sent and nothing changed.

    It is a job: read it until its state is `completed`. The same question of the same moment is the
    same simulation. Without a `policy` the live one is replayed, and differs nowhere.
    """
    _check_days(body, context.now.date())
    policy = await policy_of(context, body.policy)
    trial = Trial(
        begins=body.begins,
        ends=min(body.ends, context.now),
        after=policy,
        selection=Selection(
            customers=tuple(body.customer_ids),
            creditor_id=creditor_id_or_none(context.tenant, body.creditor),
            sample_percent=body.sample_percent,
        ),
        response=None if body.response_model is None else body.response_model.model,
        minutes=body.minutes_per_task,
    )
    id = derived("sim", context.tenant, body.name, trial.model_dump_json())
    command = AskSimulation(simulation_id=id, name=body.name, trial=trial, at=context.now)

    async def ask(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(SIMULATION, stream, command, context.cause)

    return await simulations.put(context, SIMULATION.stream(context.tenant, id, id), ask, ask)


def _check_days(body: NewSimulation, today: date) -> None:
    if body.last_day < body.first_day:
        raise _out_of_range(
            "It ends before it begins; send a last_day that is not earlier.", "last_day"
        )
    if body.last_day > today:
        raise _out_of_range(
            f"Only what has happened can be simulated; send a day up to {today}.", "last_day"
        )
    if body.last_day - body.first_day > LONGEST:
        raise _out_of_range("It is longer than ten years; send a later first_day.", "first_day")


def _out_of_range(detail: str, field: str) -> Problem:
    mistake = Mistake(detail=detail, pointer=f"/{field}")
    return Problem(422, "days_out_of_range", detail, [mistake])


@router.get("/{id}", response_model=SimulationShown, summary="Read a simulation")
async def read_simulation(id: str, context: Reader) -> Response:
    """How far it has come, and once it is completed, what came of it."""
    return await simulations.get(context, id)


@router.post("/{id}/cancel", response_model=SimulationShown, summary="Cancel a simulation")
async def cancel_simulation(id: str, context: Writer) -> Response:
    """One that runs or has failed ends without an outcome."""
    return await simulations.command(context, id, CancelSimulation(at=context.now), blindly=True)


@router.post("/{id}/resume", response_model=SimulationShown, summary="Resume a simulation")
async def resume_simulation(id: str, context: Writer) -> Response:
    """One that is `failed` goes on with the step that failed."""
    return await simulations.command(context, id, ResumeSimulation(at=context.now), blindly=True)


@router.get(
    "/{id}/report",
    response_class=HTMLResponse,
    summary="Read the report",
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
async def read_simulation_report(id: str, context: Reader) -> HTMLResponse:
    """One HTML file with pictures: no scripts, nothing fetched, to be read, sent on or printed."""
    job = await _job(context, id)
    if job.asked is None or job.summary is None:
        detail = f"The simulation is {job.state}; there is a report once it is completed."
        raise Problem(409, "not_completed", detail)
    return HTMLResponse(report(job.asked.trial, job.summary, job.asked.name))


@router.get(
    "/{id}/rows",
    response_class=StreamingResponse,
    response_model=RowShown,
    summary="Read each message that is not the same",
    responses={
        200: {
            "description": "A JSON object on each line, or a table.",
            "content": {
                "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/RowShown"}},
                "text/csv": {"schema": {"type": "string"}},
            },
        }
    },
)
async def read_simulation_rows(
    id: str,
    context: Reader,
    format: Annotated[Literal["ndjson", "csv"], Query(description="How they are written.")] = (
        "ndjson"
    ),
) -> StreamingResponse:
    """What is added, dropped or blocked, customer by customer; all of it, also while it still runs."""
    await _job(context, id)
    if format == "csv":
        return StreamingResponse(_table(context, id), media_type="text/csv")
    return StreamingResponse(_lines(context, id), media_type="application/x-ndjson")


async def _lines(context: RequestContext, id: str) -> AsyncIterator[str]:
    async for bodies in _bodies(context, id):
        yield "".join(f"{body}\n" for body in bodies)


async def _table(context: RequestContext, id: str) -> AsyncIterator[str]:
    yield ",".join(Row.model_fields) + "\r\n"
    async for bodies in _bodies(context, id):
        page = StringIO()
        rows = (Row.model_validate_json(body).model_dump(mode="json") for body in bodies)
        csv.writer(page).writerows(row.values() for row in rows)
        yield page.getvalue()


async def _bodies(context: RequestContext, id: str) -> AsyncIterator[list[str]]:
    part, n = -1, 0
    while True:
        async with context.reading() as connection:
            rows = await connection.fetch(SQL["rows"], id, part, n, SHOWN_AT_ONCE)
        if not rows:
            return
        yield [row["body"] for row in rows]
        part, n = rows[-1]["part"], rows[-1]["n"]


async def _job(context: RequestContext, id: str) -> Simulation:
    async with context.work() as work:
        return await work.state(SIMULATION, await work.find(SIMULATION, context.tenant, id))
