"""The commands of the stack, as a person or a script meets them."""

import json

import pytest
from typer.testing import CliRunner

from recoup_cli.main import app
from recoup_cli.stack import Stack, StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.process import ProcessId
from recoup_cli.stack.state import State
from recoup_cli.stack.status import Row
from recoup_events.kernel.topics import OWNERS

SERVICES = [owner.replace("_", "-") for owner in OWNERS]
PARTS = ["postgres", "kafka", "mail", "sms", *SERVICES, "gateway", "portal", "payments"]
command = CliRunner()


def test_status_lists_every_part_and_fails_while_some_are_stopped(home: Home) -> None:
    result = command.invoke(app, ["status", "--json"])
    rows = json.loads(result.stdout)
    assert [row["name"] for row in rows] == PARTS
    assert {row["health"] for row in rows} == {"stopped"}
    assert result.exit_code == 1


def test_status_shows_what_runs_elsewhere_without_its_password(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOUP_POSTGRES", "postgresql://me:hush@db.example:5432/postgres")
    rows = json.loads(command.invoke(app, ["status", "--json"]).stdout)
    assert rows[0]["health"] == "elsewhere"
    assert rows[0]["address"] == "postgresql://db.example:5432/postgres"


def test_status_survives_what_a_reboot_leaves_behind(home: Home) -> None:
    home.create()
    State(running={"kafka": ProcessId(pid=1, started=1.0)}).save(home.state)
    rows = json.loads(command.invoke(app, ["status", "--json"]).stdout)
    assert rows[1] == rows[1] | {"name": "kafka", "pid": None, "health": "stopped"}


def test_a_shell_learns_the_key_and_every_place(home: Home) -> None:
    home.create()
    ports = {f"{part}{kind}": 20_000 for part in PARTS for kind in ("", " admin")}
    State(api_key="rk_local_a_b", ports=ports).save(home.state)
    printed = command.invoke(app, ["env"]).stdout.splitlines()
    assert printed[0] == "export API_KEY=rk_local_a_b"
    assert "export API=http://127.0.0.1:20000/v1" in printed
    assert "export WORKFLOW_SCHEDULER=http://127.0.0.1:20000/v1" in printed
    assert "export WORKFLOW_SCHEDULER_ADMIN=http://127.0.0.1:20000" in printed
    assert "export KAFKA=127.0.0.1:20000" in printed
    assert "export PORTAL=http://127.0.0.1:20000" in printed
    assert len(printed) == 7 + 2 * len(OWNERS)


def test_a_stack_that_never_ran_is_nowhere(home: Home) -> None:
    assert isinstance(command.invoke(app, ["env"]).exception, StackFailed)


def test_down_with_nothing_running_is_done_at_once(home: Home) -> None:
    assert command.invoke(app, ["down"]).exit_code == 0


def test_the_log_of_an_unknown_process_names_the_known_ones(home: Home) -> None:
    home.create()
    home.log("kafka").write_text("started\n")
    result = command.invoke(app, ["logs", "ledger"])
    assert isinstance(result.exception, StackFailed)
    assert "there are: kafka" in str(result.exception)


def test_status_says_what_a_service_warns_of(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async def warned(_stack: Stack) -> list[Row]:
        return [Row("invoice", 7, "ready", remarks={"ticker": "has stood still since noon"})]

    monkeypatch.setattr("recoup_cli.stack.commands.look", warned)
    result = command.invoke(app, ["status"])
    assert "invoice: ticker: has stood still since noon" in result.stdout
    assert result.exit_code == 0
