"""Teams share out tasks by customer."""

from collections import Counter
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import CustomerId
from recoup_events.workflow_scheduler import TaskAssigned
from recoup_testing.reminders_example import CUSTOMER, berlin
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.teams.domain.teams import Team

MEMBERS = ("ann", "ben", "cem", "dea")
CUSTOMERS = [CustomerId(f"cus_{number}") for number in range(1_000)]
TEAM: dict[str, Any] = {"name": "Calls", "members": ["ann"], "kinds": ["call"]}


def owners(*members: str) -> list[str | None]:
    team = Team(name="all", members=members)
    return [team.member_for(each) for each in CUSTOMERS]


def test_each_member_has_about_as_many_customers() -> None:
    shares = Counter(owners(*MEMBERS))
    assert set(shares) == set(MEMBERS)
    assert all(200 <= share <= 300 for share in shares.values())


def test_only_the_customers_of_a_member_that_goes_move() -> None:
    before, after = owners(*MEMBERS), owners("ann", "ben", "cem")
    moved = [was for was, now in zip(before, after, strict=True) if was != now]
    assert set(moved) == {"dea"}


def test_the_order_of_members_makes_no_difference() -> None:
    assert owners(*MEMBERS) == owners(*reversed(MEMBERS))


async def test_a_new_task_goes_to_the_team_that_takes_its_kind(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await console.put("/v1/teams/replies", json=TEAM | {"kinds": []}, headers={"If-Match": "*"})
    await console.put("/v1/teams/zcalls", json=TEAM, headers={"If-Match": "*"})
    await harness.receive(registered, issued)
    await harness.until(berlin("2026-03-23 12:00"))
    [assigned] = [each for each in await harness.recorded() if isinstance(each, TaskAssigned)]
    assert (assigned.owned_by, assigned.team, assigned.by_rule) == ("ann", "zcalls", True)


async def test_a_task_is_given_to_a_team_alone_and_to_no_unknown_one(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    await console.put("/v1/teams/review", json=TEAM | {"kinds": []}, headers={"If-Match": "*"})
    new = {"reference": "R-1", "customer_id": CUSTOMER, "kind": "review", "script": "Look."}
    task = (await console.post("/v1/tasks", json=new)).json()
    path = f"/v1/tasks/{task['id']}/assignment"
    given = {"owner": None, "team": "review"}
    answer = await console.put(path, json=given, headers={"If-Match": "*"})
    assert (answer.json()["owner"], answer.json()["team"]) == ("ann", "review")
    unknown = {"owner": None, "team": "nobody"}
    refused = await console.put(path, json=unknown, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_team")


async def test_teams_are_listed_read_and_deleted(console: AsyncClient) -> None:
    first = await console.put("/v1/teams/calls", json=TEAM, headers={"If-Match": '"0"'})
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    assert (await console.get("/v1/teams")).json()["data"] == [first.json()]
    assert (await console.get("/v1/teams/calls")).json() == first.json()
    stale = await console.delete("/v1/teams/calls", headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    gone = await console.delete("/v1/teams/calls", headers={"If-Match": '"1"'})
    assert gone.json() == {"data": []}
    assert (await console.get("/v1/teams/calls")).status_code == 404
    again = await console.delete("/v1/teams/calls", headers={"If-Match": "*"})
    assert again.status_code == 404


@pytest.mark.parametrize("code", ["Upper", "-x", "a" * 41])
async def test_a_code_is_short_and_plain(console: AsyncClient, code: str) -> None:
    answer = await console.put(f"/v1/teams/{code}", json=TEAM, headers={"If-Match": "*"})
    assert answer.status_code == 422
