"""Commands that name no stack mean the one that runs."""

import json
import os

import pytest
from typer.testing import CliRunner

from recoup_cli.main import app
from recoup_cli.stack import Stack, StackFailed, running_stack
from recoup_cli.stack.current import DEMO
from recoup_cli.stack.home import Home
from recoup_cli.stack.process import ProcessId
from recoup_cli.stack.state import State

OURS, DEMOS = 1, 2
"""The port of every part: nobody listens there."""
THEIRS = "postgresql://me:hush@db.example:5432/postgres"
command = CliRunner()


def left_behind(home: Home, port: int, *, runs: bool) -> None:
    """A stack that has run in this folder; what runs of it is this very process."""
    home.create()
    ports = {name: port for part in Stack(home.root).parts.services for name in part.port_names}
    ports |= dict.fromkeys(
        ("postgres", "kafka", "mail", "sms", "gateway", "portal", "payments"), port
    )
    running = {"invoice": ProcessId.of(os.getpid())} if runs else {}
    State(ports=ports, running=running).save(home.state)


def folders(home: Home, *, ours_runs: bool, demos_runs: bool) -> None:
    left_behind(home, OURS, runs=ours_runs)
    left_behind(Home(home.root / DEMO), DEMOS, runs=demos_runs)


@pytest.mark.parametrize(
    ("ours_runs", "demos_runs", "port"),
    [(False, False, OURS), (True, False, OURS), (True, True, OURS), (False, True, DEMOS)],
)
def test_a_demos_stack_is_meant_while_it_alone_runs(
    home: Home, ours_runs: bool, demos_runs: bool, port: int
) -> None:
    folders(home, ours_runs=ours_runs, demos_runs=demos_runs)
    assert running_stack().addresses.servers.kafka.bootstrap == f"127.0.0.1:{port}"


def test_servers_somebody_else_runs_are_never_a_demos(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOUP_POSTGRES", THEIRS)
    folders(home, ours_runs=True, demos_runs=True)
    assert running_stack().addresses.servers.postgres == THEIRS
    folders(home, ours_runs=False, demos_runs=True)
    assert running_stack().addresses.servers.postgres.endswith(f"@127.0.0.1:{DEMOS}/postgres")


def test_a_shell_learns_the_places_of_the_stack_that_runs(home: Home) -> None:
    folders(home, ours_runs=False, demos_runs=True)
    printed = command.invoke(app, ["env"]).stdout.splitlines()
    assert f"export INVOICE=http://127.0.0.1:{DEMOS}/v1" in printed


def test_the_status_and_the_logs_are_those_of_the_stack_that_runs(home: Home) -> None:
    folders(home, ours_runs=False, demos_runs=True)
    rows = json.loads(command.invoke(app, ["status", "--json"]).stdout)
    assert {row["name"]: row["pid"] for row in rows}["invoice"] == os.getpid()
    unknown = command.invoke(app, ["logs", "ledger"]).exception
    assert str(home.root / DEMO) in str(unknown)


@pytest.mark.parametrize(
    "typed", [["parked", "list", "invoice"], ["parked", "list"], ["keys", "list"]]
)
def test_parked_messages_and_keys_are_sought_in_the_stack_that_runs(
    home: Home, typed: list[str]
) -> None:
    folders(home, ours_runs=False, demos_runs=True)
    refused = command.invoke(app, typed).exception
    assert isinstance(refused, StackFailed)
    assert "does not answer" in str(refused)
    assert str(DEMOS) in str(refused).replace("127.0.0.1", "")
