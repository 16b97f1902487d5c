"""How a simulation goes on: some customers at a time, on whichever replica takes the next step."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import structlog

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.effect import Effect
from recoup_eventstore.isolation import blames_the_item
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Ports, WorkContext
from workflow_scheduler.simulations.domain.merging import merged
from workflow_scheduler.simulations.domain.simulation import (
    MOST_ENROLMENTS,
    SIMULATION,
    EndSimulation,
    FailSimulation,
    Progress,
    RecordProgress,
    Simulation,
)
from workflow_scheduler.simulations.domain.summary import summary_of
from workflow_scheduler.simulations.domain.trial import Result, Selection
from workflow_scheduler.simulations.handlers.pasts import SQL, Pasts
from workflow_scheduler.simulations.handlers.workers import EngineOf, Part, Workers

log = structlog.stdlib.get_logger(__name__)
CUSTOMERS = 200
"""Of one step."""
Stepped = RecordProgress | EndSimulation | FailSimulation


@dataclass(frozen=True, slots=True)
class Step:
    job: Simulation
    context: WorkContext


class SimulationEffect:
    """What was done and not recorded is done again, in the place of what it was."""

    def __init__(self, ports: Ports, workers: Workers) -> None:
        self._ports = ports
        self._workers = workers

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Step | None:
        job = await work.state(SIMULATION, stream)
        return Step(job, WorkContext(stream.account.tenant, cause.actor, now, cause, self._ports))

    async def perform(self, prepared: Step) -> Stepped:
        try:
            return await self._step(prepared)
        except Exception as error:
            if not blames_the_item(error):
                raise
            log.exception("a step of a simulation failed")
            return FailSimulation(reason=_reason(error), at=prepared.context.now)

    async def _step(self, prepared: Step) -> Stepped:
        job, context = prepared.job, prepared.context
        assert job.asked is not None, "only a simulation that was asked for wants a step"
        pasts, before = Pasts(context), job.progress
        total = await pasts.count() if before.total is None else before.total
        accounts = await pasts.accounts(before.behind, CUSTOMERS)
        if not accounts or before.enrolments > MOST_ENROLMENTS:
            return await _ended(job, context)
        chosen = [each for each in accounts if is_selected(each, job.asked.trial.selection)]
        parts = await self._workers.simulate(
            context.tenant,
            job.asked.trial.model_dump_json(),
            await pasts.config(),
            await pasts.of(chosen),
        )
        result = await _keep(job, context, parts)
        return RecordProgress(
            progress=Progress(
                behind=accounts[-1],
                part=before.part + 1,
                customers=before.customers + len(accounts),
                enrolments=before.enrolments + result.enrolments,
                total=total,
            )
        )

    def touches(self, _stream: Stream, _prepared: Step, _result: Stepped) -> Collection[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Stepped, now: datetime, cause: Cause
    ) -> None:
        await work.execute(SIMULATION, stream, result, cause)


def is_selected(customer: str, selection: Selection) -> bool:
    """Named, or in the sample, which is the same in every simulation."""
    if selection.customers and customer not in selection.customers:
        return False
    digest = int.from_bytes(sha256(customer.encode()).digest()[:8], "big")
    return digest % 100 < selection.sample_percent


async def _keep(job: Simulation, context: WorkContext, parts: Sequence[Part]) -> Result:
    assert job.asked is not None, "only a simulation that was asked for wants a step"
    id, nth = job.asked.simulation_id, job.progress.part
    result = merged(Result.model_validate_json(part.result) for part in parts)
    rows = sorted(row for part in parts for row in part.rows)
    async with context.writing() as connection:
        await connection.execute(SQL["drop_rows"], id, nth)
        await connection.execute(SQL["keep_rows"], context.tenant, id, nth, rows)
        await connection.execute(
            SQL["keep_part"], context.tenant, id, nth, result.model_dump_json()
        )
    return result


async def _ended(job: Simulation, context: WorkContext) -> EndSimulation:
    assert job.asked is not None, "only a simulation that was asked for ends"
    whole, behind = Result(), -1
    async with context.reading() as connection:
        while rows := await connection.fetch(
            SQL["parts"], job.asked.simulation_id, behind, CUSTOMERS
        ):
            found = (Result.model_validate_json(row["result"]) for row in rows)
            whole, behind = merged([whole, *found]), rows[-1]["part"]
    return EndSimulation(summary=summary_of(job.asked.trial, whole), at=context.now)


def _reason(error: Exception) -> str:
    """Its kind alone: what it says may quote an event."""
    return (
        f"A step failed through a mistake of ours ({type(error).__name__}). Resume it; if it fails "
        "again, tell us the simulation's id."
    )


def simulating(engine_of: EngineOf) -> Callable[[Ports], Effect[Step, Stepped]]:
    """The effect, with processes of its own."""
    workers = Workers(engine_of)
    return lambda ports: SimulationEffect(ports, workers)
