"""Processes in which simulations are lived through, so that the service goes on serving meanwhile."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from recoup_events.kernel.ids import TenantId
from recoup_service.engine import Engine
from workflow_scheduler.simulations.domain.past import Broken
from workflow_scheduler.simulations.domain.trial import Trial
from workflow_scheduler.simulations.handlers.pasts import Raw, RawPast, own_of, past_of
from workflow_scheduler.simulations.handlers.replay import Driver
from workflow_scheduler.simulations.handlers.simulating import Simulation, Sum

EngineOf = Callable[[], Engine]
"""A function of a module, so that another process finds it by its name."""
POLITE = 10
"""Added to the niceness: what is simulated waits for what happens."""


class Part(NamedTuple):
    """What came of some customers, as JSON."""

    result: str
    rows: Sequence[str]


class Workers:
    """Started when they are first needed; several simulations wait for each other."""

    def __init__(self, engine_of: EngineOf, processes: int = 2) -> None:
        self._engine_of = engine_of
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    async def simulate(
        self, tenant: TenantId, trial: str, config: Sequence[Raw], pasts: Sequence[RawPast]
    ) -> Sequence[Part]:
        """One part for each process; which customers are in which makes no difference."""
        shares = [pasts[nth :: self._processes] for nth in range(self._processes)]
        loop = asyncio.get_running_loop()
        if self._pool is None:
            spawning = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._processes, spawning, _prepared, (self._engine_of,)
            )
        return await asyncio.gather(
            *(
                loop.run_in_executor(self._pool, _simulated, tenant, trial, config, share)
                for share in shares
                if share
            )
        )


_driver: list[Driver] = []
"""Of this process."""


def _prepared(engine_of: EngineOf) -> None:
    os.nice(POLITE)
    _driver.append(Driver(engine_of()))


def _simulated(
    tenant: TenantId, trial: str, config: Sequence[Raw], pasts: Sequence[RawPast]
) -> Part:
    broken: list[Broken] = []
    set_then = own_of(tenant, config, broken)
    simulation = Simulation(_driver[0], Trial.model_validate_json(trial), tenant, set_then)
    into = Sum()
    rows = simulation.run((past_of(tenant, raw) for raw in pasts), into)
    lines = [row.model_dump_json() for row in rows]
    return Part(into.result().model_dump_json(), lines)
