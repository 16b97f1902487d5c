from collections import Counter
from collections.abc import Sequence

import pytest

from recoup_chaos.faults import RELAY_LEASE_SECONDS, VICTIMS, Fault, Kind, rounds

SEED = 7
KILLS = 5 * len(VICTIMS)
PLAYS = 4


def test_the_same_seed_gives_the_same_schedule() -> None:
    assert rounds(SEED, KILLS, PLAYS) == rounds(SEED, KILLS, PLAYS)
    assert rounds(SEED, KILLS, PLAYS) != rounds(SEED + 1, KILLS, PLAYS)


def test_every_victim_is_killed_equally_often_awake_and_asleep() -> None:
    faults = [fault for schedule in rounds(SEED, KILLS, PLAYS) for fault in schedule]
    kills = Counter(fault.victim for fault in faults if fault.kind.kills)
    asleep = {fault.victim for fault in faults if fault.kind is Kind.STOP_THEN_KILL}
    assert kills == dict.fromkeys(VICTIMS, KILLS // len(VICTIMS))
    assert asleep == set(VICTIMS)


def test_every_victim_is_suspended_beyond_the_lease_of_a_relay() -> None:
    faults = [fault for schedule in rounds(SEED, KILLS, PLAYS) for fault in schedule]
    zombies = {
        fault.victim
        for fault in faults
        if fault.kind is Kind.STOP and fault.pause_seconds > RELAY_LEASE_SECONDS
    }
    assert zombies == set(VICTIMS)


@pytest.mark.parametrize("schedule", rounds(SEED, KILLS, PLAYS))
def test_faults_come_one_after_the_other_within_the_ledger(schedule: Sequence[Fault]) -> None:
    moments = [fault.at for fault in schedule]
    assert moments == sorted(moments)
    assert 0 < moments[0] < moments[-1] < 1


def test_postgresql_gets_into_every_trouble_twice_and_nothing_else_changes() -> None:
    troubles = [Kind.READ_ONLY, Kind.FAILOVER, Kind.DISK_FULL]
    faults = [
        fault for schedule in rounds(SEED, KILLS, PLAYS, troubles=troubles) for fault in schedule
    ]
    found = Counter((fault.victim, fault.kind) for fault in faults if fault.kind in troubles)
    assert found == dict.fromkeys((("postgres", trouble) for trouble in troubles), 2)
    without = [fault for schedule in rounds(SEED, KILLS, PLAYS) for fault in schedule]
    assert len(faults) == len(without) + 2 * len(troubles)
