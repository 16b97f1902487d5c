from typing import Any

import pytest
from httpx import AsyncClient

from workflow_scheduler.workflows.api.ready_made import NAMES, ready_made
from workflow_scheduler.workflows.api.yaml_reading import UnreadableYaml, read_yaml
from workflow_scheduler.workflows.domain.steps import check

YAML = {"Content-Type": "application/yaml"}
GOOD = """\
name: firm but fair
working_days: {on_day_off: next}
steps:
  - name: asked
    days: 3
    action: {kind: remind, channel: email, template: friendly_reminder}
  - name: call
    days: 10
    anchor: previous_step
    when:
      amounts: [{currency: EUR, at_least: {amount: "100.00", currency: EUR}}]
      categories: [angry]
    action:
      kind: call
      at: 10:00
      script: Ask what is wrong.
      repeat: {every_days: 14}
"""


async def sent(console: AsyncClient, text: str, query: str = "") -> Any:
    return await console.post(f"/v1/workflows{query}", content=text.encode(), headers=YAML)


async def test_a_workflow_is_published_as_yaml_and_read_as_it_can_be_published_again(
    console: AsyncClient,
) -> None:
    answer = await sent(console, GOOD)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["steps"][1]["when"]["categories"] == ["angry"]
    path = f"/v1/workflows/{shown['id']}"
    document = await console.get(path, headers={"Accept": "application/yaml"})
    assert document.headers["content-type"].startswith("application/yaml")
    assert "at: 10:00" in document.text.replace("'", "")
    again = await sent(console, document.text)
    assert (again.status_code, again.json()["version"]) == (200, 1)


async def test_a_dry_run_says_what_would_stand_and_keeps_nothing(console: AsyncClient) -> None:
    answer = await sent(console, GOOD, "?dry_run=true")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    found = await console.get(f"/v1/workflows/{answer.json()['id']}")
    assert found.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "right", "line", "column", "pointer", "code"),
    [
        ("days: 10", "days: ten", 8, 5, "/steps/1/days", "invalid_request"),
        ("days: 10", "dais: 10", 8, 5, "/steps/1/dais", "invalid_request"),
        ("days: 10", "days: -1", 8, 5, "/steps/1/days", "steps_unusable"),
        ("name: call", "name: asked", 7, 5, "/steps/1/name", "steps_unusable"),
        ("friendly_reminder", "unknown", 6, 44, "/steps/0/action/template", "template_unknown"),
        ("anchor: previous_step", "date: 2026-02-31", 9, 5, "/steps/1/date", "invalid_request"),
        ("anchor: previous_step", "anchor: date", 7, 5, "/steps/1/date", "steps_unusable"),
        ("days: 10", "days: 10\n    days: 11", 9, 5, "/steps/1/days", "malformed_yaml"),
        ("days: 10", "days: &d 10", 8, 11, "/steps/1/days", "malformed_yaml"),
        ("days: 10", "days: *d", 8, 11, "/steps/1/days", "malformed_yaml"),
        ("days: 10", "days: !!python/name:os.system x", 8, 11, "/steps/1/days", "malformed_yaml"),
        ("days: 10", "days: [10", 9, 11, "", "malformed_yaml"),
    ],
)
async def test_what_is_wrong_in_yaml_is_named_by_line_and_column(
    console: AsyncClient,
    wrong: str,
    right: str,
    line: int,
    column: int,
    pointer: str,
    code: str,
) -> None:
    answer = await sent(console, GOOD.replace(wrong, right))
    problem = answer.json()
    assert problem["code"] == code, problem
    [error] = problem["errors"]
    assert (error["line"], error["column"], error["pointer"]) == (line, column, pointer), error


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("[" * 100 + "]" * 100, "more than any workflow"),
        ("- x\n" * 60_000, "more than any workflow"),
        ("a: " + "x" * 300_000, "at most"),
        ("{[a]: 1}", "A key is a word"),
        ("a: \x00", "UTF-8"),
        ("a: b: c", "no YAML"),
    ],
)
def test_what_no_workflow_needs_is_not_read(text: str, says: str) -> None:
    with pytest.raises(UnreadableYaml) as refused:
        read_yaml(text.encode())
    assert says in refused.value.detail


def test_words_are_words_and_times_are_no_numbers() -> None:
    found = read_yaml(b"[no, on, 10:00, 2026-02-03, 012, '7', 7, true, null, 1.5]").value
    assert found == ["no", "on", "10:00", "2026-02-03", "012", "7", 7, True, None, 1.5]


async def test_ten_thousand_steps_are_refused(console: AsyncClient) -> None:
    step = {"name": "x", "action": {"kind": "call", "at": "10:00", "script": "x"}}
    answer = await console.post("/v1/workflows", json={"name": "long", "steps": [step] * 10_000})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/steps"


async def test_a_key_that_comes_twice_in_json_is_refused(console: AsyncClient) -> None:
    answer = await console.post(
        "/v1/workflows",
        content=b'{"name": "a", "name": "b", "steps": []}',
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


async def test_the_schema_describes_the_document(console: AsyncClient) -> None:
    schema = (await console.get("/v1/workflows/schema")).json()
    assert {"name", "steps", "working_days"} <= schema["properties"].keys()


@pytest.mark.parametrize("id", NAMES)
async def test_a_ready_made_workflow_is_adopted_by_one_call(console: AsyncClient, id: str) -> None:
    check(ready_made(id).planned)
    answer = await console.post(f"/v1/ready-made-workflows/{id}/adoption")
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == ready_made(id).name
    text = (await console.get(f"/v1/ready-made-workflows/{id}")).text
    assert (await sent(console, text)).status_code == 200


async def test_ready_made_workflows_say_for_whom_they_are(console: AsyncClient) -> None:
    listed = (await console.get("/v1/ready-made-workflows")).json()["data"]
    assert [each["id"] for each in listed] == list(NAMES)
    [lien] = [each for each in listed if each["id"] == "construction_lien"]
    assert "TO BE CONFIRMED BY COUNSEL" in lien["about"]
    assert (await console.get("/v1/ready-made-workflows/none")).status_code == 404


@pytest.mark.servers
async def test_versions_are_listed_and_compared(acme: AsyncClient, office: Any) -> None:
    id = (await sent(acme, GOOD)).json()["id"]
    changed = GOOD.replace("days: 3", "days: 4").replace("name: call", "name: phone")
    await sent(acme, changed)
    await office.catch_up()
    listed = (await acme.get(f"/v1/workflows/{id}/versions")).json()["data"]
    assert [(each["version"], each["steps"]) for each in listed] == [(2, 2), (1, 2)]
    found = (await acme.get(f"/v1/workflows/{id}/diff?from=1&to=2")).json()
    assert (found["added"], found["removed"], found["moved"]) == (["phone"], ["call"], False)
    assert found["changed"] == [
        {"name": "asked", "fields": [{"field": "/days", "before": 3, "after": 4}]}
    ]
    missing = await acme.get(f"/v1/workflows/{id}/diff?from=1&to=3")
    assert missing.status_code == 404
