"""Every process is killed while a ledger is played: the same events, in order, once."""

import pytest

from recoup_chaos.checks.checker import verdict
from recoup_chaos.checks.comparison import Comparison
from recoup_chaos.checks.plays import Play
from recoup_chaos.faults import VICTIMS, rounds
from recoup_chaos.rehearsal import rehearse
from recoup_chaos.storm import Felt
from recoup_cli.demo.scenarios import generated
from recoup_cli.ledger.generated import Parameters

pytestmark = pytest.mark.servers

SEED = 7
PIECE = generated(SEED, Parameters(customers=12, invoices=40, days=42))
[STORM] = rounds(SEED, kills=len(VICTIMS), plays=1, naps=False)


async def test_kills_of_every_process_change_nothing_but_how_long_it_takes() -> None:
    felt: list[Felt] = []
    undisturbed, calm = await rehearse(PIECE, (), 0, felt.append)
    evidence, _ = await rehearse(PIECE, STORM, calm.beats, felt.append)
    assert sorted(each.fault.victim for each in felt if each.fault.kind.kills) == sorted(VICTIMS)
    found = verdict(Comparison(Play(evidence), Play(undisturbed)))
    assert {check: wrong for check, wrong in found.items() if wrong} == {}
