"""Every process is killed while a ledger is played: the same events, in order, once."""

import pytest

from recoup_chaos.checks import verdict
from recoup_chaos.comparison import Comparison, Run
from recoup_chaos.faults import VICTIMS, rounds
from recoup_chaos.injector import Recovery
from recoup_chaos.run import run_ledger
from recoup_cli.demo.scenarios import generated
from recoup_cli.ledger.generated import Parameters

pytestmark = pytest.mark.servers

SEED = 7
SCENARIO = generated(SEED, Parameters(customers=4, invoices=7, days=12))
[STORM] = rounds(SEED, kills=len(VICTIMS), runs=1, suspensions=False)


async def test_kills_of_every_process_change_nothing_but_how_long_it_takes() -> None:
    recoveries: list[Recovery] = []
    undisturbed, calm = await run_ledger(SCENARIO, (), 0, recoveries.append)
    evidence, _ = await run_ledger(SCENARIO, STORM, calm.ticks, recoveries.append)
    assert sorted(each.fault.victim for each in recoveries if each.fault.kind.kills) == sorted(
        VICTIMS
    )
    found = verdict(Comparison(Run(evidence), Run(undisturbed)))
    assert {check: wrong for check, wrong in found.items() if wrong} == {}
