"""`recoup rebuild` as it is typed: what the service is asked, and what is refused before."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recoup_cli.main import app
from recoup_cli.stack import Stack, StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.state import State

PACKAGE = "workflow_scheduler"
MAIN = """
import json, os, sys

print(json.dumps({"event": "asked", "words": sys.argv[1:], "by": os.environ["RECOUP_CLOCK"]}))
sys.exit(3)
"""
command = CliRunner()


@pytest.fixture
def stopped(home: Home) -> Home:
    """A stack that has run, in which every process has its place."""
    home.create()
    names = [name for part in Stack(home.root).parts.services for name in part.port_names]
    ports = dict.fromkeys(
        [*names, "postgres", "kafka", "mail", "sms", "gateway", "gateway admin"], 1
    )
    State(clock="2026-01-05T09:00Z@3600x", ports=ports, secured=False).save(home.state)
    return home


@pytest.fixture
def small_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of the service's name that says what it was asked, and fails."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / PACKAGE).mkdir()
    (tmp_path / PACKAGE / "__init__.py").touch()
    (tmp_path / PACKAGE / "__main__.py").write_text(MAIN)


@pytest.mark.usefixtures("stopped", "small_service")
@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (["workflow-scheduler", "chasing"], ["rebuild", "chasing"]),
        (["workflow_scheduler", "chasing", "--drop"], ["rebuild", "chasing", "--drop"]),
        (["workflow-scheduler", "--rollback", "chasing"], ["rebuild", "chasing", "--rollback"]),
        (
            ["workflow-scheduler", "chasing", "--accept-differences"],
            ["rebuild", "chasing", "--accept-differences"],
        ),
    ],
)
def test_the_service_is_asked_and_its_exit_code_is_ours(
    typed: Sequence[str], asked: Sequence[str]
) -> None:
    result = command.invoke(app, ["rebuild", *typed])
    assert result.stdout.splitlines()[0] == f"asked words={asked} by=2026-01-05T09:00Z@3600x"
    assert result.exit_code == 3


@pytest.mark.slow
@pytest.mark.usefixtures("stopped")
def test_a_database_that_does_not_answer_is_said_to_be_away() -> None:
    result = command.invoke(app, ["rebuild", "workflow-scheduler", "chasing"])
    assert "not done reason=" in result.stdout
    assert "Connection refused" in result.stdout
    assert result.exit_code == 1


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("name", ["ledger", "kafka"])
def test_what_is_no_service_names_those_that_are(name: str) -> None:
    refused = command.invoke(app, ["rebuild", name, "chasing"]).exception
    assert isinstance(refused, StackFailed)
    assert f"no service '{name}'" in str(refused)
    assert "invoice, workflow-scheduler" in str(refused)


@pytest.mark.usefixtures("home")
def test_where_no_stack_ever_ran_the_way_to_one_is_said() -> None:
    refused = command.invoke(app, ["rebuild", "workflow-scheduler", "chasing"]).exception
    assert isinstance(refused, StackFailed)
    assert "recoup up" in str(refused)
