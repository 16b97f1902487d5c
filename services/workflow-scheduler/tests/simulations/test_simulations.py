"""Simulations over HTTP: a past in PostgreSQL, lived through again by processes of their own."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.recorded_history import RecordedHistory

pytestmark = pytest.mark.servers
Live = Callable[[RecordedHistory], Awaitable[None]]
Finish = Callable[[], Awaitable[None]]
HALF_A_YEAR = {"name": "what if", "first_day": "2026-02-01", "last_day": "2026-07-31"}
GENTLE = [
    {
        "name": "only",
        "level": 1,
        "days": 20,
        "action": {"kind": "remind", "channel": "email", "template": "friendly_reminder"},
    }
]


async def test_the_live_policy_differs_nowhere_from_what_a_real_store_recorded(
    recorded: RecordedHistory, half_a_year: Live, analyst: AsyncClient, finish: Finish
) -> None:
    await half_a_year(recorded)
    asked = await analyst.post("/v1/simulations", json=HALF_A_YEAR)
    assert asked.status_code == 201, asked.text
    assert asked.json()["state"] == "running"
    await finish()
    shown = (await analyst.get(asked.headers["Location"])).json()
    assert shown["state"] == "completed", shown
    assert shown["outcome"]["identity"] == {
        "customers": 1,
        "differing": 0,
        "first_difference": None,
    }
    assert shown["outcome"]["messages_added"] == shown["outcome"]["messages_dropped"] == 0
    assert shown["outcome"]["messages_same"] > 1
    assert shown["outcome"]["faults"]["broken_events"] == 0


async def test_from_a_day_in_the_middle_it_differs_nowhere_either(
    recorded: RecordedHistory, half_a_year: Live, analyst: AsyncClient, finish: Finish
) -> None:
    await half_a_year(recorded)
    body = HALF_A_YEAR | {"first_day": "2026-03-20"}
    asked = await analyst.post("/v1/simulations", json=body)
    await finish()
    shown = (await analyst.get(asked.headers["Location"])).json()
    assert shown["outcome"]["identity"]["differing"] == 0, shown


async def test_another_workflow_drops_messages_and_names_each(
    recorded: RecordedHistory, half_a_year: Live, analyst: AsyncClient, finish: Finish
) -> None:
    await half_a_year(recorded)
    published = await analyst.post("/v1/workflows", json={"name": "Gentle", "steps": GENTLE})
    assert published.status_code == 201, published.text
    body = HALF_A_YEAR | {"policy": {"workflow_id": published.json()["id"]}}
    asked = await analyst.post("/v1/simulations", json=body)
    await finish()
    where = asked.headers["Location"]
    outcome = (await analyst.get(where)).json()["outcome"]
    assert outcome["identity"] is None
    assert outcome["messages_dropped"] > outcome["messages_added"] > 0
    lines = (await analyst.get(f"{where}/rows")).text.splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert len(rows) == outcome["messages_dropped"] + outcome["messages_added"]
    assert {row["change"] for row in rows} == {"added", "dropped"}
    table = (await analyst.get(f"{where}/rows?format=csv")).text.splitlines()
    assert len(table) == len(rows) + 1
    report = (await analyst.get(f"{where}/report")).text
    assert "<svg" in report
    assert "<script" not in report
    assert "Gentle v1" in report


async def test_a_broken_event_is_named_and_the_rest_goes_on(
    recorded: RecordedHistory,
    half_a_year: Live,
    analyst: AsyncClient,
    finish: Finish,
    break_one: Callable[[], Awaitable[None]],
) -> None:
    await half_a_year(recorded)
    await break_one()
    asked = await analyst.post("/v1/simulations", json=HALF_A_YEAR)
    await finish()
    outcome = (await analyst.get(asked.headers["Location"])).json()["outcome"]
    assert outcome["faults"]["broken_events"] == 1
    assert outcome["faults"]["named"][0].startswith("invoice.issued.v1 ")
    assert outcome["identity"]["differing"] == 0


async def test_where_nobody_is_selected_it_is_refused_with_what_to_do(
    recorded: RecordedHistory, half_a_year: Live, analyst: AsyncClient, finish: Finish
) -> None:
    await half_a_year(recorded)
    asked = await analyst.post(
        "/v1/simulations", json=HALF_A_YEAR | {"customer_ids": ["cus_nobody"]}
    )
    await finish()
    shown = (await analyst.get(asked.headers["Location"])).json()
    assert shown["state"] == "refused"
    assert "Nobody is selected" in shown["reason"]
    missing = await analyst.get(f"{asked.headers['Location']}/report")
    assert (missing.status_code, missing.json()["code"]) == (409, "not_completed")


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"last_day": "2026-01-01"}, "days_out_of_range", "/last_day"),
        ({"last_day": "2099-01-01"}, "days_out_of_range", "/last_day"),
        ({"first_day": "1999-01-01"}, "days_out_of_range", "/first_day"),
        ({"policy": {"rules_version": "rules-x"}}, "rules_unknown", "/policy/rules_version"),
        ({"policy": {"workflow_id": "wfl_x"}}, "workflow_unknown", "/policy/workflow_id"),
    ],
)
async def test_what_cannot_be_simulated_is_refused_at_once(
    recorded: RecordedHistory, analyst: AsyncClient, body: dict[str, Any], code: str, pointer: str
) -> None:
    recorded.clock.instant = recorded.clock.instant.replace(month=8)
    refused = await analyst.post("/v1/simulations", json=HALF_A_YEAR | body)
    assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert refused.json()["errors"][0]["pointer"] == pointer


async def test_a_cancelled_one_ends_without_an_outcome(
    recorded: RecordedHistory, half_a_year: Live, analyst: AsyncClient, finish: Finish
) -> None:
    await half_a_year(recorded)
    where = (await analyst.post("/v1/simulations", json=HALF_A_YEAR)).headers["Location"]
    cancelled = await analyst.post(f"{where}/cancel")
    assert cancelled.json()["state"] == "cancelled"
    await finish()
    shown = (await analyst.get(where)).json()
    assert (shown["state"], shown["outcome"]) == ("cancelled", None)
