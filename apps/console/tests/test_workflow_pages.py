"""Workflows: looked at, tried, compared, published and simulated."""

from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import Apis, Visitor, form_token_of

pytestmark = pytest.mark.servers

STEP = {
    "name": "friendly",
    "level": 1,
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "friendly_reminder"},
}
LIVE: dict[str, Any] = {
    "id": "wfl_1",
    "name": "<b>gentle</b>",
    "version": 3,
    "steps": [STEP],
    "retired": False,
    "built_in": False,
    "metadata": {},
}
SCOPES = ("events:read", "workflows:read", "workflows:write", "simulations:write")
IN_PART = {"HX-Request": "true"}


async def sent(client: AsyncClient, path: str, **form: str) -> Any:
    token = form_token_of((await client.get("/actions")).text) or form_token_of(
        (await client.get("/workflows")).text
    )
    return await client.post(path, data={**form, "form_token": token}, headers=IN_PART)


async def test_a_workflow_is_shown_as_a_picture_and_as_a_table(
    anna: AsyncClient, apis: Apis
) -> None:
    apis.says("/v1/workflows/wfl_1", LIVE)
    shown = (await anna.get("/workflows/wfl_1")).text
    assert "<svg" in shown
    assert "3 days after due" in shown
    assert "&lt;b&gt;gentle&lt;/b&gt;" in shown
    assert "Nobody answers at /v1/workflows/wfl_1/versions" in shown


async def test_what_is_wrong_with_a_draft_is_named_with_its_line(
    visitor: Visitor, apis: Apis
) -> None:
    mistake = {"detail": "There is no template frendly.", "pointer": "/steps/0", "line": 2}
    refusal = {"code": "template_unknown", "detail": "One thing is wrong.", "errors": [mistake]}
    apis.says("/v1/workflows", refusal, 422)
    async with visitor(scopes=SCOPES) as anna:
        tried = await sent(anna, "/workflow-drafts", document="name: a\nsteps: <x>", do="try")
    assert "There is no template frendly." in tried.text
    assert '<pre class="line">steps: &lt;x&gt;</pre>' in tried.text
    [asked] = [each for each in apis.asked if each.method == "POST"]
    assert asked.headers["Content-Type"] == "application/yaml"
    assert asked.url.params["dry_run"] == "true"


async def test_a_draft_is_compared_with_what_is_live_and_published_as_oneself(
    visitor: Visitor, apis: Apis
) -> None:
    apis.says("/v1/workflows/wfl_1", LIVE)
    apis.says("/v1/workflows", {**LIVE, "version": 4, "steps": [{**STEP, "days": 9}]}, 201)
    async with visitor(scopes=SCOPES) as anna:
        form = {"document": "name: gentle", "workflow": "wfl_1"}
        tried = await sent(anna, "/workflow-drafts", **form, do="try")
        published = await sent(anna, "/workflow-drafts", **form, do="publish")
    assert "It could be published as version 4." in tried.text
    assert '<span class="mono">days</span></td><td><bdi>3</bdi></td><td><bdi>9</bdi>' in tried.text
    assert "version 4</a>" in published.text
    assert apis.asked[-1].url.params.get("dry_run") is None


async def test_a_simulation_asks_for_itself_until_it_has_ended(
    anna: AsyncClient, apis: Apis
) -> None:
    running = {
        "id": "sim_1",
        "name": "Gentle",
        "state": "running",
        "reason": None,
        "outcome": None,
        "first_day": "2026-01-05",
        "last_day": "2026-03-05",
        "customers_looked_at": 40,
        "customers_to_look_at": 200,
    }
    apis.says("/v1/simulations/sim_1", running)
    shown = (await anna.get("/simulations/sim_1")).text
    assert '<progress id="so-far" max="200" value="40">' in shown
    assert 'hx-get="/simulations/sim_1"' in shown
    apis.says("/v1/simulations/sim_1", {**running, "state": "failed", "reason": "A mistake."})
    ended = (await anna.get("/simulations/sim_1", headers=IN_PART)).text
    assert "A mistake." in ended
    assert "hx-get" not in ended


async def test_an_id_of_a_draft_asks_for_nothing_else(anna: AsyncClient, apis: Apis) -> None:
    await anna.get("/workflow-drafts", params={"workflow": "../customers?x=1"})
    assert apis.asked[-1].url.raw_path == b"/v1/workflows/..%2Fcustomers%3Fx%3D1"


LISTED = {name: LIVE[name] for name in ("id", "name", "version", "retired")} | {
    "steps": 4,
    "published_at": "2026-01-05T09:00:00Z",
}
"""As `GET /v1/workflows` lists one."""


async def test_the_list_shows_what_is_published_beside_the_built_in_default(
    anna: AsyncClient, apis: Apis
) -> None:
    apis.says("/v1/workflows", {"data": [LISTED], "has_more": False, "next_cursor": None})
    apis.says("/v1/workflows/default", {**LIVE, "id": "standard", "built_in": True})
    shown = await anna.get("/workflows")
    assert shown.status_code == 200
    assert "&lt;b&gt;gentle&lt;/b&gt;" in shown.text
    assert shown.text.count("built in") == 1


async def test_a_page_that_fails_by_our_mistake_is_a_page_that_says_so(
    anna: AsyncClient, apis: Apis
) -> None:
    apis.says("/v1/workflows", {"data": [{"id": "wfl_1"}], "has_more": False, "next_cursor": None})
    broken = await anna.get("/workflows")
    assert (broken.status_code, broken.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "This is our mistake, not yours." in broken.text
    assert "req_" in broken.text
