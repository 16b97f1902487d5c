"""Compose's broker and Strimzi grant what the services' own code asks for, and nothing else."""

from pathlib import Path

import pytest

from recoup_cli.kafka_access.grants import every_access
from recoup_cli.kafka_access.printed import files
from recoup_cli.stack.kafka_security import KafkaSecurity
from recoup_events.kernel.sizes import MESSAGE_BYTES

ROOT = Path(__file__).parents[2]
MADE = files(every_access())
PLACES = {"ssl.keystore", "ssl.truststore", "listeners", "advertised"}


def properties(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("file", MADE, ids=lambda file: file.name)
def test_the_grants_are_as_the_code_is(file: Path) -> None:
    assert (ROOT / file).read_text() == MADE[file], "run `make docs` and have it reviewed"


def test_composes_broker_asks_as_the_local_stacks_does(tmp_path: Path) -> None:
    theirs = properties((ROOT / "deploy/kafka/server.properties").read_text())
    ours = KafkaSecurity(tmp_path, lambda name: name).listeners("a:1", "b:2")
    for name, value in ours.items():
        if name.startswith(tuple(PLACES)) or name in {"super.users"} or "jaas" in name:
            assert name in theirs
        else:
            assert theirs[name] == value, name
    assert theirs["super.users"].split(";")[0] == "User:admin"
    assert theirs["message.max.bytes"] == str(MESSAGE_BYTES)
    assert theirs["log.retention.ms"] == "-1"
