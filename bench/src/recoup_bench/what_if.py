"""A ledger lived through again under two workflows: how much in a second, and in how much memory."""

import asyncio
import resource
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from random import Random
from time import perf_counter
from typing import NamedTuple

from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.ledger.generated import Parameters, generate
from recoup_cli.simulate.ledger_past import TENANT, pasts
from recoup_cli.simulate.workflow_files import workflow_of
from recoup_cli.stack.addresses import Servers
from workflow_scheduler.main import engine
from workflow_scheduler.simulations.domain.trial import Policy, Trial
from workflow_scheduler.simulations.handlers.replay import Driver
from workflow_scheduler.simulations.handlers.simulating import Simulation, Sum

SEED = 16
PROCESSES = 2
DAYS = 365
LEDGER = Parameters(customers=400, invoices=4_000, opening=0, start=date(2026, 1, 1), days=DAYS)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
POLICIES = 2
"""A ledger has no record of how it was chased, so that both of them are lived through."""
KILOBYTES = 1024
"""Of a megabyte; ``getrusage`` counts in kilobytes."""
ROUNDS = 3


class Lived(NamedTuple):
    """By one process, with its part of the customers."""

    enrolments: int
    seconds: float
    most_megabytes: int


def _lived(nth: int) -> Lived:
    customers = list(islice(pasts(generate(LEDGER, Random(SEED))), nth, None, PROCESSES))
    trial = Trial(
        begins=BEGINS,
        ends=BEGINS + timedelta(DAYS),
        before=Policy(workflow=workflow_of("default")),
        after=Policy(workflow=workflow_of("gentle")),
    )
    simulation, into = Simulation(Driver(engine()), trial, TENANT, ()), Sum()
    began = perf_counter()
    for _row in simulation.run(customers, into):
        pass
    seconds = perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES
    return Lived(into.enrolments, seconds, most)


class WhatIf:
    """Processes of their own, as the service has them."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    async def per_second(self) -> float:
        parts = await self._parts()
        return (
            POLICIES * sum(part.enrolments for part in parts) / max(part.seconds for part in parts)
        )

    async def megabytes(self) -> float:
        return sum(part.most_megabytes for part in await self._parts())

    async def _parts(self) -> Sequence[Lived]:
        loop = asyncio.get_running_loop()
        asked = (loop.run_in_executor(self._pool, _lived, nth) for nth in range(PROCESSES))
        return await asyncio.gather(*asked)


@asynccontextmanager
async def figures(_servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        what_if = WhatIf(pool)
        yield [
            Figure(
                f"what if, a year, {PROCESSES} processes",
                "enrolments/s",
                Side("recoup", what_if.per_second),
                goals=[Goal(least=1_111)],
                rounds=ROUNDS,
            ),
            Figure(
                f"what if, memory of {PROCESSES} processes",
                "MB",
                Side("recoup", what_if.megabytes),
                goals=[Goal(most=2_000)],
                rounds=1,
            ),
        ]
