"""Each guard of order is needed: without it a proof fails, every time."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from recoup_cli.stack import Addresses
from recoup_service.kafka_settings import environment_of
from recoup_testing.mutants import Copy, Mutant
from recoup_testing.servers import POSTGRES

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[2]
EVERY = int(os.environ.get("RECOUP_FAULTS_EVERY", "4"))
"""All of them with 1, as `make faults` tries them; else the first."""
PATCHES = sorted(Path(__file__).parent.glob("*.patch"))
MUTANTS = [Mutant.read(patch) for patch in PATCHES[::EVERY]]


@pytest.fixture
def running(servers: Addresses) -> Mapping[str, str]:
    """The servers that run here, for the session that tries the copy."""
    ours = servers.servers
    return {POSTGRES: ours.postgres, **environment_of(ours.kafka, "RECOUP_TEST_")}


@pytest.fixture
def copy(tmp_path: Path, running: Mapping[str, str]) -> Copy:
    return Copy(ROOT, tmp_path, running)


def test_with_all_its_guards_the_copy_passes_every_proof(copy: Copy) -> None:
    assert copy.failures([mutant.proof for mutant in MUTANTS]) == {}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.patch.stem)
def test_without_one_of_them_its_proof_says_what_became_of_events(
    mutant: Mutant, copy: Copy
) -> None:
    copy.apply(mutant)
    [message] = copy.failures([mutant.proof]).values()
    assert re.match(rf"AssertionError: assert Verdict\(.*\b{mutant.harm}=\([^)]", message), message
