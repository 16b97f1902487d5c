"""A ledger simulated by several processes that share nothing: each has some of the customers."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from recoup_cli.ledger import ibm, ibm_rows
from recoup_cli.simulate.ledger_past import TENANT, pasts
from workflow_scheduler.main import engine
from workflow_scheduler.simulations.domain.merging import merged
from workflow_scheduler.simulations.domain.past import Past
from workflow_scheduler.simulations.domain.trial import Result, Row, Trial
from workflow_scheduler.simulations.handlers.replay import Driver
from workflow_scheduler.simulations.handlers.simulating import Simulation, Sum

Part = tuple[str, list[str]]
"""The result and the rows, as JSON, which travels between processes."""


def simulated(ledger: Path, trial: Trial, processes: int) -> tuple[Result, Sequence[Row]]:
    """The same result whatever the number of processes; rows by customer and day."""
    given = [(str(ledger), trial.model_dump_json(), nth, processes) for nth in range(processes)]
    if processes == 1:
        parts = [_part(*given[0])]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(_part, *zip(*given, strict=True)))
    rows = [Row.model_validate_json(row) for _, some in parts for row in some]
    rows.sort(key=lambda row: (row.customer_id, row.day, row.channel, row.template, row.change))
    return merged(Result.model_validate_json(result) for result, _ in parts), rows


def _part(ledger: str, trial: str, nth: int, of: int) -> Part:
    into = Sum()
    simulation = Simulation(Driver(engine()), Trial.model_validate_json(trial), TENANT, ())
    rows = simulation.run(_every(Path(ledger), nth, of), into)
    lines = [row.model_dump_json() for row in rows]
    return into.result().model_dump_json(), lines


def _every(ledger: Path, nth: int, of: int) -> Iterator[Past]:
    return islice(pasts(ibm.entries(ibm_rows.read(ledger))), nth, None, of)
