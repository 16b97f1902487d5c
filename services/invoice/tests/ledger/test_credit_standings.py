"""Lists of standings and of kept answers agree with what is read by id, and are narrowed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
DEFAULT = creditor_id_of(TenantId("acme"), "default")
RULES = [
    {"standing": "prepay", "measure": "items_overdue", "threshold": 1},
    {"standing": "stop_serving_advised", "measure": "days_overdue", "threshold": 60},
]


@pytest.fixture
async def standings(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    erp: AsyncClient,
    issue: Do,
    send: Do,
    bolts: Shown,
    follow: Follow,
) -> Callable[..., Awaitable[list[Shown]]]:
    """One customer owes since February, another has a limit and owes nothing."""
    await erp.put(f"/v1/creditors/{DEFAULT}/credit-policy", json={"rules": RULES})
    await issue("SO-1")
    nuts = await send("/v1/customers", {**bolts, "external_id": "C-2", "name": "Nuts AG"})
    await erp.put(f"/v1/customers/{nuts['id']}/credit", json={"limit": eur_json("50.00")})
    clock.turn(timedelta(days=31))
    await Ticker(command_runner, clock, "system:invoice", service.timer_handlers).step()
    await follow()

    async def listed(**query: str) -> list[Shown]:
        answer = await erp.get("/v1/credit-standings", params=query)
        assert answer.is_success, answer.text
        found: list[Shown] = answer.json()["data"]
        return found

    return listed


async def test_the_harshest_come_first_and_each_is_as_it_is_read(
    erp: AsyncClient, standings: Callable[..., Awaitable[list[Shown]]]
) -> None:
    rows = await standings()
    assert [row["standing"] for row in rows] == ["prepay", "normal"]
    for row in rows:
        assert (await erp.get(f"/v1/credit-standings/{row['id']}")).json() == row
    first = (await erp.get("/v1/credit-standings", params={"limit": 1})).json()
    query = {"limit": 1, "cursor": first["next_cursor"]}
    second = (await erp.get("/v1/credit-standings", params=query)).json()
    assert first["data"] + second["data"] == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "prepay"}, ["prepay"]),
        ({"standing": "hold"}, []),
        ({"search": "nuts"}, ["normal"]),
        ({"creditor": "default"}, ["prepay", "normal"]),
        ({"creditor": "other"}, []),
        ({"updated_since": "2026-02-01T00:00:00Z"}, ["prepay"]),
    ],
)
async def test_they_are_narrowed(
    standings: Callable[..., Awaitable[list[Shown]]], query: Shown, found: list[str]
) -> None:
    assert [row["standing"] for row in await standings(**query)] == found


async def test_what_a_person_decided_is_shown_and_ends_with_the_advice(
    erp: AsyncClient,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    customer: Shown,
    pay: Do,
    follow: Follow,
    standings: Callable[..., Awaitable[list[Shown]]],
) -> None:
    clock.turn(timedelta(days=60))
    await Ticker(command_runner, clock, "system:invoice", service.timer_handlers).step()
    decided = {"decision": "keep", "reason": "their project is to be finished"}
    await erp.post(f"/v1/customers/{customer['id']}/credit/serving", json=decided)
    await follow()
    kept = (await standings(customer_id=customer["id"]))[0]
    assert (kept["standing"], kept["advised"]) == ("prepay", "stop_serving_advised")
    assert kept["serving"]["reason"] == decided["reason"]
    assert [cause["rule"]["standing"] for cause in kept["causes"]] == [
        "stop_serving_advised",
        "prepay",
    ]
    await pay("B-1", "100.00")
    await follow()
    lifted = (await standings(customer_id=customer["id"]))[0]
    assert (lifted["standing"], lifted["causes"], lifted["serving"]) == ("normal", [], None)


async def test_kept_answers_are_listed_the_latest_first(
    erp: AsyncClient, customer: Shown, send: Do, clock: TurnedClock, follow: Follow
) -> None:
    for nth in range(3):
        order = {"customer_id": customer["id"], "amount": eur_json("1.00"), "record": nth > 0}
        await send("/v1/credit-decisions", {**order, "reference": f"ORDER-{nth}"})
        clock.turn(timedelta(hours=1))
    await follow()
    rows = (await erp.get("/v1/credit-decisions")).json()["data"]
    assert [row["reference"] for row in rows] == ["ORDER-2", "ORDER-1"]
    assert (await erp.get(f"/v1/credit-decisions/{rows[0]['id']}")).json() == rows[0]
    for query, found in (
        ({"reference": "ORDER-1"}, 1),
        ({"answer": "allow"}, 2),
        ({"answer": "hold"}, 0),
        ({"customer_id": customer["id"], "creditor": "default"}, 2),
    ):
        rows = (await erp.get("/v1/credit-decisions", params=query)).json()["data"]
        assert len(rows) == found, query
