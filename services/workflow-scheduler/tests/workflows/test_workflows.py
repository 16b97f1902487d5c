from typing import Any

import pytest
from httpx import AsyncClient

from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

MAIL = {
    "name": "friendly",
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "friendly_reminder"},
}
CALL = {
    "name": "call",
    "days": 10,
    "action": {"kind": "call", "at": "14:30", "script": "Ask when it will be paid."},
}
GENTLE = {"name": "gentle", "steps": [MAIL, CALL]}


def call_at(hour: object) -> dict[str, Any]:
    return {**CALL, "action": {"kind": "call", "at": hour, "script": "Ask."}}


ANY_VERSION = {"If-Match": "*"}


async def published(console: AsyncClient, body: dict[str, Any] = GENTLE) -> dict[str, Any]:
    answer = await console.post("/v1/workflows", json=body)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def choose(console: AsyncClient, workflow_id: str) -> int:
    body = {"workflow_id": workflow_id}
    answer = await console.put("/v1/workflows/default", json=body, headers=ANY_VERSION)
    return answer.status_code


async def test_a_published_workflow_can_be_read_where_the_answer_says(console: AsyncClient) -> None:
    answer = await console.post("/v1/workflows", json=GENTLE)
    again = await console.get(answer.headers["Location"])
    assert answer.status_code == 201
    assert again.json() == answer.json()
    assert again.headers["ETag"] == answer.headers["ETag"] == '"1"'
    steps = again.json()["steps"]
    assert [step["level"] for step in steps] == [1, 1]
    assert steps[1]["action"]["at"] == "14:30"


async def test_publishing_the_same_again_answers_200_and_other_steps_make_version_2(
    console: AsyncClient,
) -> None:
    await published(console)
    same = await console.post("/v1/workflows", json=GENTLE)
    other = await console.post("/v1/workflows", json={**GENTLE, "steps": [MAIL]})
    assert (same.status_code, same.json()["version"]) == (200, 1)
    assert (other.status_code, other.json()["version"]) == (201, 2)


@pytest.mark.parametrize(
    ("step", "pointer"),
    [
        ({**MAIL, "days": 2.5}, "/steps/0/days"),
        ({**MAIL, "days": 4000}, "/steps/0/days"),
        ({**MAIL, "at": "10:00"}, "/steps/0/at"),
        (call_at("25:00"), "/steps/0/action/at"),
        (call_at(36000), "/steps/0/action/at"),
        ({**MAIL, "name": ""}, "/steps/0/name"),
        ({**MAIL, "hour": 3}, "/steps/0/hour"),
        ({**MAIL, "name": "decide_what_next"}, "/steps/0/name"),
    ],
)
async def test_a_step_that_cannot_be_meant_is_refused_where_it_lies(
    console: AsyncClient, step: dict[str, Any], pointer: str
) -> None:
    answer = await console.post("/v1/workflows", json={"name": "gentle", "steps": [step]})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_new_invoices_are_put_on_the_built_in_workflow_at_first(console: AsyncClient) -> None:
    answer = await console.get("/v1/workflows/default")
    assert answer.json()["id"] == DEFAULT_WORKFLOW.workflow_id
    assert answer.json()["built_in"] is True
    assert answer.headers["ETag"] == '"0"'
    by_id = await console.get(f"/v1/workflows/{DEFAULT_WORKFLOW.workflow_id}")
    assert by_id.json() == answer.json()


async def test_a_tenant_chooses_its_own_default_and_may_go_back(console: AsyncClient) -> None:
    workflow = await published(console)
    body = {"workflow_id": workflow["id"]}
    chosen = await console.put("/v1/workflows/default", json=body, headers={"If-Match": '"0"'})
    assert (chosen.status_code, chosen.headers["ETag"]) == (200, '"1"')
    assert (await console.get("/v1/workflows/default")).json()["id"] == workflow["id"]
    assert await choose(console, DEFAULT_WORKFLOW.workflow_id) == 200
    assert (await console.get("/v1/workflows/default")).json()["built_in"] is True


async def test_a_choice_says_which_choice_it_replaces(console: AsyncClient) -> None:
    body = {"workflow_id": (await published(console))["id"]}
    blind = await console.put("/v1/workflows/default", json=body)
    stale = await console.put("/v1/workflows/default", json=body, headers={"If-Match": '"7"'})
    assert (blind.status_code, stale.status_code) == (428, 412)


async def test_what_is_not_published_cannot_be_chosen(console: AsyncClient) -> None:
    answer = await console.put(
        "/v1/workflows/default", json={"workflow_id": "wfl_nowhere"}, headers=ANY_VERSION
    )
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == "/workflow_id"


async def test_a_retired_workflow_takes_no_new_version_and_cannot_be_chosen(
    console: AsyncClient,
) -> None:
    workflow = await published(console)
    path = f"/v1/workflows/{workflow['id']}/retirement"
    retired = await console.post(path, headers={"If-Match": '"1"'})
    assert (retired.status_code, retired.json()["retired"]) == (200, True)
    assert (await console.post("/v1/workflows", json=GENTLE)).json()["code"] == "workflow_retired"
    assert await choose(console, workflow["id"]) == 409


async def test_the_default_cannot_be_retired(console: AsyncClient) -> None:
    workflow = await published(console)
    assert await choose(console, workflow["id"]) == 200
    path = f"/v1/workflows/{workflow['id']}/retirement"
    refused = await console.post(path, headers=ANY_VERSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow_in_use")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/workflows/wfl_nowhere"), ("POST", "/v1/workflows/wfl_nowhere/retirement")],
)
async def test_an_unknown_workflow_is_not_found(
    console: AsyncClient, method: str, path: str
) -> None:
    answer = await console.request(method, path, headers=ANY_VERSION)
    assert answer.status_code == 404


async def test_a_creditor_s_own_default_stays_while_it_is_one(console: AsyncClient) -> None:
    workflow = (await console.post("/v1/workflows", json=GENTLE)).json()
    path, retirement = (
        "/v1/workflows/default?creditor=nuts",
        f"/v1/workflows/{workflow['id']}/retirement",
    )
    chosen = await console.put(path, json={"workflow_id": workflow["id"]}, headers=ANY_VERSION)
    assert chosen.json()["id"] == workflow["id"]
    assert (await console.get("/v1/workflows/default")).json()["built_in"] is True
    assert (await console.get(path)).json()["id"] == workflow["id"]
    refused = await console.post(retirement, headers=ANY_VERSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow_in_use")
    follows = await console.delete(path, headers=ANY_VERSION)
    assert follows.json()["built_in"] is True
    assert (await console.post(retirement, headers=ANY_VERSION)).is_success
