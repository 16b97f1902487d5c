"""An errand runs in a process of its own; what it says is shown, and its exit code is kept."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from recoup_cli.child_process import shown
from recoup_cli.stack.addresses import Servers
from recoup_cli.stack.home import Home
from recoup_cli.stack.service import Service
from recoup_cli.stack.state import State
from recoup_messaging.kafka.connection import KafkaConnection

PACKAGE = "small_service"
SERVERS = Servers(
    postgres="postgresql://root:x@127.0.0.1:5432/postgres",
    kafka=KafkaConnection("127.0.0.1:9092"),
    smtp="smtp://127.0.0.1:25",
    sms="http://127.0.0.1:80",
)
MAIN = """
import json, os, sys
from pathlib import Path

here = Path(__file__).parent
(here / "told.json").write_text(json.dumps([sys.argv[1:], dict(os.environ)]))
print((here / "says").read_text(), end="")
sys.exit(int((here / "code").read_text()))
"""
Errand = Callable[..., int]


def progress(phase: str, done: int) -> str:
    return json.dumps({"event": "progress", "phase": phase, "done": done, "total": 8})


@pytest.fixture
def errand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Errand:
    """Runs a small package that says these lines and exits with this code."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__main__.py").write_text(MAIN)
    state = State(ports={"small-service": 20_001, "small-service admin": 20_002})
    service = Service(PACKAGE, lambda: SERVERS, lambda _user: SERVERS.kafka, Home(tmp_path), state)

    def run(*asked: str, says: Sequence[str] = (), code: int = 0) -> int:
        (folder / "says").write_text("".join(f"{line}\n" for line in says))
        (folder / "code").write_text(str(code))
        return shown(service, asked)

    return run


def told(tmp_path: Path) -> tuple[Sequence[str], Mapping[str, str]]:
    arguments, environment = json.loads((tmp_path / PACKAGE / "told.json").read_text())
    return arguments, environment


def test_it_is_asked_with_these_words_in_the_services_environment_and_ours(
    errand: Errand, tmp_path: Path
) -> None:
    errand("rebuild", "chasing", "--drop")
    arguments, environment = told(tmp_path)
    assert arguments == ["rebuild", "chasing", "--drop"]
    assert environment["RECOUP_ADMIN_PORT"] == "20002"
    assert environment["RECOUP_KAFKA"] == SERVERS.kafka.bootstrap
    assert environment["RECOUP_MIGRATE_DATABASE"].endswith("/recoup_small_service")
    assert environment["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize("code", [0, 1, 2])
def test_its_exit_code_is_given_back(errand: Errand, code: int) -> None:
    assert errand("seed", code=code) == code


def test_each_phase_is_one_line_that_says_how_far_it_came(
    errand: Errand, capsys: pytest.CaptureFixture[str]
) -> None:
    errand(says=[progress("copying", 1), progress("copying", 8), progress("comparing", 5)])
    copying, comparing = capsys.readouterr().out.splitlines()
    assert copying.startswith("copying")
    assert "8/8" in copying
    assert comparing.startswith("comparing")
    assert "5/8" in comparing


def test_an_event_is_told_with_its_details_as_they_are(
    errand: Errand, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "there is no projection [/chasing] " + "of any such name" * 9
    line = {"event": "not done", "level": "error", "service": "x", "at": "now", "reason": reason}
    errand(says=[json.dumps(line)])
    assert capsys.readouterr().out.splitlines()[0] == f"not done reason={reason}"


@pytest.mark.parametrize("line", ["Killed", "{", "5", '{"no": "event"}'])
def test_what_is_no_line_of_the_log_is_shown_as_it_stands(
    errand: Errand, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert errand(says=[line, json.dumps({"event": "done"})]) == 0
    assert capsys.readouterr().out.split() == [*line.split(), "done"]
