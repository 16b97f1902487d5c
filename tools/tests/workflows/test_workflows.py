"""`recoup workflows`: a file is checked by line and column, shown as days, compared, and published when wanted."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner

from recoup_cli.simulate.workflow_files import workflow_of
from recoup_cli.stack import StackFailed
from recoup_cli.workflows import command
from recoup_cli.workflows.command import app
from workflow_scheduler.workflows.api.ready_made import NAMES, ready_made, text_of
from workflow_scheduler.workflows.api.yaml_reading import read_yaml

HERE = ["--api", "http://recoup/v1", "--key", "rk_test_1_2"]
GOOD = """\
name: patient
working_days: {on_day_off: next}
steps:
  - name: friendly
    days: 3
    action: {kind: remind, channel: email, template: friendly_reminder}
  - name: ask
    days: 5
    anchor: previous_step
    when: {last_answers: [none]}
    action: {kind: call, at: 10:00, script: Ask., repeat: {every_days: 14, at_most: 6}}
  - name: own words
    days: 20
    action: {kind: remind, channel: email, template: our_own}
"""


class Api:
    """What stands under the file's name is ``steps``; what is published is kept."""

    def __init__(self, steps: Any = None) -> None:
        self.steps, self.published = steps, list[str]()
        self.refusal: Any = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            shown = {"version": 1, "steps": self.steps}
            return httpx.Response(200, json=shown) if self.steps else httpx.Response(404)
        if self.refusal is not None:
            named = {"Content-Type": "application/problem+json"}
            return httpx.Response(422, content=json.dumps(self.refusal), headers=named)
        sent = read_yaml(request.content).value
        if "dry_run" not in request.url.params:
            self.published.append(request.content.decode())
        version = 1 if self.steps in (None, sent["steps"]) else 2
        shown = {"id": "wfl_1", "name": sent["name"], "version": version, "steps": sent["steps"]}
        return httpx.Response(200, json=shown)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api, client = Api(), httpx.Client
    transport = httpx.MockTransport(api)
    monkeypatch.setattr(
        httpx, "Client", lambda **given: client(**{**given, "transport": transport})
    )
    return api


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are not broken."""
    monkeypatch.setattr(command, "console", Console(highlight=False, markup=False, width=200))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "patient.yaml"
    found.write_text(GOOD)
    return found


def test_the_days_of_a_workflow_are_shown_with_the_holidays_of_a_place(file: Path) -> None:
    said = CliRunner().invoke(app, ["check", str(file), "--due", "2026-03-31", "--place", "DE-BE"])
    assert said.exit_code == 0, said.output
    lines = [" ".join(line.split()) for line in said.output.splitlines()]
    assert "friendly 1 Tue 2026-04-07 +7 email friendly_reminder to billing" in lines, "Easter"
    assert any(line.startswith("ask 1 Mon 2026-04-13 +13 call at 10:00") for line in lines)
    assert any(line.startswith("decide_what_next 9 ") for line in lines), "nothing falls silent"
    assert "own words: the email template 'our_own' is not built in" in said.output


def test_what_is_wrong_is_named_by_file_line_and_column(file: Path) -> None:
    file.write_text(GOOD.replace("days: 5", "days: -5"))
    with pytest.raises(StackFailed) as refused:
        CliRunner().invoke(app, ["check", str(file)], catch_exceptions=False)
    assert str(refused.value).startswith(f"{file}:8:5: Step 'ask' would come before 'friendly'")
    file.write_text(
        GOOD.replace("channel: email", "channel: pigeon").replace("days: 20", "days: x")
    )
    with pytest.raises(StackFailed) as refused:
        CliRunner().invoke(app, ["check", str(file)], catch_exceptions=False)
    places = [line.split(": ")[0] for line in str(refused.value).splitlines()]
    assert places == [f"{file}:6:28", f"{file}:13:5", f"{file}:14:28"]


def test_a_new_workflow_is_shown_and_published_once_somebody_agrees(api: Api, file: Path) -> None:
    with pytest.raises(StackFailed, match="Nothing was published"):
        CliRunner().invoke(app, ["publish", str(file), *HERE], input="n\n", catch_exceptions=False)
    assert api.published == []
    said = CliRunner().invoke(app, ["publish", str(file), *HERE], input="y\n")
    assert api.published == [GOOD], said.output
    assert "+ friendly\n+ ask\n+ own words\n" in said.output
    assert "Published: patient, version 1 (wfl_1)." in said.output


def test_what_is_different_is_shown_step_by_step(api: Api, file: Path) -> None:
    before = GOOD.replace("days: 20", "days: 30").replace("name: ask", "name: phone")
    api.steps = read_yaml(before.encode()).value["steps"]
    said = CliRunner().invoke(app, ["publish", str(file), "--yes", *HERE])
    assert "patient, version 1 -> 2" in said.output, said.output
    assert "- phone\n+ ask\n~ own words /days: 30 -> 20\n" in said.output
    assert len(api.published) == 1


def test_the_same_steps_again_are_not_published(api: Api, file: Path) -> None:
    api.steps = read_yaml(GOOD.encode()).value["steps"]
    said = CliRunner().invoke(app, ["publish", str(file), *HERE])
    assert "has these steps already, as version 1" in said.output, said.output
    assert api.published == []


def test_a_refusal_of_the_service_is_told_by_its_place(api: Api, file: Path) -> None:
    mistake = {"detail": "It has no words in fr.", "pointer": "/steps/0/action/template"}
    api.refusal = {"detail": "No.", "errors": [mistake | {"line": 6, "column": 44}]}
    with pytest.raises(StackFailed) as refused:
        CliRunner().invoke(app, ["publish", str(file), *HERE], catch_exceptions=False)
    assert str(refused.value) == (f"{file}:6:44: It has no words in fr. (/steps/0/action/template)")


@pytest.mark.parametrize("name", NAMES)
def test_ready_made_workflows_can_be_checked_and_simulated(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(text_of(name))
    said = CliRunner().invoke(app, ["check", str(file), "--due", "2026-03-31", "--place", "US-TX"])
    assert said.exit_code == 0, said.output
    assert workflow_of(name).steps == ready_made(name).planned
    assert workflow_of(str(file)) == workflow_of(name)
